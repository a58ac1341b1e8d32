// Places for nodes that come in later: springs from a fixed beginning, then boxes pushed apart. No chance in it.

const BOX = { width: 112, height: 58 }; // room for a node and its label under it, as in layout.py
const REST = 118; // length of a spring at rest

/** Lay rings of keys out around `centre`, each in its order; returns a Map from key to { x, y }. */
function arrangeAround(centre, rings, ties, aspect) {
  const places = new Map([[centre, { x: 0, y: 0 }]]);
  let radius = 0;
  for (const ring of rings) {
    radius = Math.max(radius + 1.3 * REST, (ring.length * REST) / (2 * Math.PI));
    ring.forEach((key, number) => {
      const angle = (2 * Math.PI * number) / ring.length - Math.PI / 2;
      places.set(key, { x: radius * Math.cos(angle), y: radius * Math.sin(angle) });
    });
  }
  return settled(places, ties, new Set([centre]), aspect);
}

const GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5));

/** Lay `keys` out with nothing in the middle: the first ones start there, in a spiral. */
function arrangeFreely(keys, ties, aspect) {
  const places = new Map(keys.map((key, number) => {
    const [radius, angle] = [0.7 * REST * Math.sqrt(number), number * GOLDEN_ANGLE];
    return [key, { x: radius * Math.cos(angle), y: radius * Math.sin(angle) }];
  }));
  return settled(places, ties, new Set(), aspect);
}

function settled(places, ties, pinned, aspect) {
  relax(places, ties, pinned);
  const stretch = Math.sqrt(Math.min(1.8, Math.max(0.6, aspect)));
  for (const place of places.values()) { place.x *= stretch; place.y /= stretch; }
  pushApart(places, pinned);
  return places;
}

const NEARBY = 12 * REST; // what lies farther from the anchor is not in the way

/** Add `keys` to `places` beside `anchor`, on the side that lies away from the rest; what is there stays put. */
function arrangeBeside(places, anchor, keys, ties) {
  if (!keys.length) return;
  const from = places.get(anchor) ?? { x: 0, y: 0 };
  const count = Math.max(1, places.size);
  let [middleX, middleY] = [0, 0];
  for (const { x, y } of places.values()) { middleX += x / count; middleY += y / count; }
  const outward = Math.atan2(from.y - middleY, from.x - middleX);
  keys.forEach((key, number) => {
    const shell = Math.floor(number / 9);
    const angle = outward + (((number % 9) - 4) / 9) * Math.PI * 1.5;
    const reach = REST * (1.2 + shell);
    places.set(key, { x: from.x + reach * Math.cos(angle), y: from.y + reach * Math.sin(angle) });
  });
  const fresh = new Set(keys);
  const near = new Map([...places].filter(([key, { x, y }]) => fresh.has(key) || Math.hypot(x - from.x, y - from.y) < NEARBY));
  const pinned = new Set([...near.keys()].filter((key) => !fresh.has(key)));
  relax(near, ties.filter((tie) => tie.every((key) => near.has(key))), pinned);
  pushApart(near, pinned);
}

/** Springs along `ties` ([key, key]) and a push between all, 160 steps that grow smaller; `pinned` keys hold still. */
function relax(places, ties, pinned) {
  const keys = [...places.keys()];
  const at = keys.map((key) => places.get(key));
  const free = keys.map((key) => !pinned.has(key));
  const movable = [...free.keys()].filter((place) => free[place]);
  const number = new Map(keys.map((key, place) => [key, place]));
  const springs = ties.map(([a, b]) => [number.get(a), number.get(b)]).filter(([a, b]) => free[a] || free[b]);
  const pullOf = keys.map(() => 0);
  for (const [a, b] of springs) { pullOf[a] += 1; pullOf[b] += 1; }
  const move = at.map(() => ({ x: 0, y: 0 }));
  for (let step = 0; step < 160; step += 1) {
    const longest = 40 * (1 - step / 160);
    for (const place of movable) move[place].x = move[place].y = 0;
    pushAll(at, free, movable, move);
    for (const [a, b] of springs) {
      const [dx, dy] = [at[b].x - at[a].x, at[b].y - at[a].y];
      const length = Math.hypot(dx, dy) || 1;
      const pull = (0.12 * (length - REST)) / length / Math.sqrt(Math.min(pullOf[a], pullOf[b]));
      move[a].x += pull * dx; move[a].y += pull * dy;
      move[b].x -= pull * dx; move[b].y -= pull * dy;
    }
    for (const place of movable) {
      const length = Math.hypot(move[place].x, move[place].y) || 1;
      const scale = Math.min(length, longest) / length;
      at[place].x += move[place].x * scale;
      at[place].y += move[place].y * scale;
    }
  }
}

/** Each movable place is pushed by all others; of two that can move, both are pushed once. */
function pushAll(at, free, movable, move) {
  for (const a of movable) {
    for (let b = 0; b < at.length; b += 1) {
      if (b === a || (free[b] && b < a)) continue;
      const [dx, dy] = [at[b].x - at[a].x || 0.01 * (b - a), at[b].y - at[a].y];
      const far = dx * dx + dy * dy;
      const push = Math.min(30, (0.35 * REST * REST) / Math.max(far, 1) * 10) / Math.sqrt(far);
      move[a].x -= push * dx; move[a].y -= push * dy;
      if (free[b]) { move[b].x += push * dx; move[b].y += push * dy; }
    }
  }
}

/** Push boxes that overlap apart along the axis where less is missing; `pinned` keys hold still. */
function pushApart(places, pinned) {
  const all = [...places].map(([key, place]) => ({ place, held: pinned.has(key) }));
  const movable = [...all.keys()].filter((number) => !all[number].held);
  for (let round = 0; round < 120; round += 1) {
    let moved = false;
    for (const a of movable) {
      for (let b = 0; b < all.length; b += 1) {
        if (b !== a && (all[b].held || b > a) && partBoxes(all[a], all[b])) moved = true;
      }
    }
    if (!moved) return;
  }
}

function partBoxes(one, other) {
  const dx = other.place.x - one.place.x;
  const dy = other.place.y - one.place.y;
  const missingX = BOX.width - Math.abs(dx);
  const missingY = BOX.height - Math.abs(dy);
  if (missingX <= 0.5 || missingY <= 0.5) return false;
  const [axis, gap, missing] = missingX < missingY ? ["x", dx, missingX] : ["y", dy, missingY];
  const step = (gap >= 0 ? 1 : -1) * missing * (one.held || other.held ? 0.7 : 0.35);
  if (!one.held) one.place[axis] -= step;
  if (!other.held) other.place[axis] += step;
  return true;
}
