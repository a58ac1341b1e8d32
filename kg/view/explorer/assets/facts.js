// What is known of a thing beside what papers say of it, in words.

const counted = (value) => value.toLocaleString("en", { maximumFractionDigits: 2 });

/** A count of parameters as papers write it: 7B, 350M. */
function parametersInWords(value) {
  const [unit, name] = value >= 1e12 ? [1e12, "T"] : value >= 1e9 ? [1e9, "B"] : value >= 1e6 ? [1e6, "M"] : [1, ""];
  return `${counted(value / unit)}${name}`;
}

/** Pairs of a name and its value, in the order of reading. */
function factsInWords(facts) {
  const memory = facts.memory_gb_high ? `${counted(facts.memory_gb)} or ${counted(facts.memory_gb_high)} GB` : `${counted(facts.memory_gb ?? 0)} GB`;
  const words = {
    vendor: ["Maker", facts.vendor],
    device_class: ["Class", facts.device_class],
    architecture: ["Architecture", facts.architecture],
    year: ["Launched", String(facts.year)],
    memory_gb: ["Memory", [memory, facts.memory_type].filter(Boolean).join(" ")],
    bandwidth_gb_s: ["Bandwidth", `${counted(facts.bandwidth_gb_s ?? 0)} GB/s`],
    fp16_tflops: ["FP16, dense", `${counted(facts.fp16_tflops ?? 0)} TFLOP/s`],
    power_w: ["Power", `${counted(facts.power_w ?? 0)} W`],
    parameters: ["Parameters", parametersInWords(facts.parameters ?? 0)],
    active_parameters: ["Active", `${parametersInWords(facts.active_parameters ?? 0)} for a token`],
    version: ["Version", facts.version],
    variant: ["Variant", facts.variant],
    better: ["Better", facts.better],
    unit: ["Compared in", facts.unit === "x" ? "factors" : facts.unit],
    source: ["Known from", facts.source],
  };
  return Object.entries(words).filter(([name]) => facts[name] !== undefined && facts[name] !== null).map(([, pair]) => pair);
}

function factsList(facts) {
  const pairs = factsInWords(facts);
  if (!pairs.length) return null;
  return make("dl", { class: "facts" }, ...pairs.map(([name, value]) => make("div", {}, make("dt", {}, name), make("dd", { dir: "auto" }, String(value)))));
}
