"""What is read from sentences, and what is not: each marked number with its metric, unit, sense and qualifier."""

from __future__ import annotations

import pytest
from extract.results.reading import grammar, read, row, unmark

from kg.extract.results import ResultGrammar, find_results
from kg.model import Paper

CASES = [
    # factors and percentages with their metric after or before them
    ("Our engine reaches [2.5x] higher throughput.", "throughput 2.5 x gain"),
    ("We cut memory by [3.2x] and raise throughput by [2.1x].", "memory 3.2 x cut; throughput 2.1 x gain"),
    ("It gives a [28%] latency reduction on phones.", "latency 28 % cut"),
    ("We need up to [70%] less energy for the same task.", "energy 70 % cut up to"),
    ("This saves [46%] of the serving cost.", "cost 46 % cut"),
    ("It runs at [4.5%] of the inference cost.", "cost 4.5 % value"),
    ("The kernel is [2.88times] faster than before.", "speedup 2.88 x gain"),
    ("The kernel is [4×] faster than before.", "speedup 4 x gain"),
    (r"The kernel is $[4\times]$ faster than before.", "speedup 4 x gain"),
    ("Training takes [14 times] fewer steps.", "reduction 14 x cut"),
    ("We report an [8-fold] reduction in peak memory.", "memory 8 x cut"),
    ("Decoding is [two orders of magnitude] faster.", "speedup 100 x gain"),
    ("Meanwhile, latency-aware scheduling lowered our cost by [30%].", "cost 30 % cut"),
    ("It cuts [40%] of energy on phones and [25%] of energy on watches.", "energy 40 % cut; energy 25 % cut"),
    ("It needs [40%] less CPU usage.", "utilization 40 % cut"),
    ("It reduces the cumulative regret by [15x].", "error 15 x cut"),
    ("It beats the rest at the best tile size by [15%].", "score 15 % gain"),
    ("It has [64%] accuracy, [6.4 percentage points] above the rest.", "accuracy 64 % value; accuracy 6.4 % gain"),
    ("It adds [1-5%] throughput overhead.", "cost 1..5 % loss"),
    ("The engines are tied ([5.4%] accuracy each; overlapping 95% CIs).", "accuracy 5.4 % value"),
    ("We [halve] the latency and [double] the throughput.", "latency 50 % cut; throughput 2 x gain"),
    ("It has [twice] the throughput of the old engine.", "throughput 2 x gain"),
    ("Our kernels accelerate decoding by a factor of [3].", "speedup 3 x gain"),
    # ranges
    ("We obtain [1.7x - 2.7x] speedups.", "speedup 1.7..2.7 x gain"),
    ("We obtain a [5-2500X] speedup.", "speedup 5..2500 x gain"),
    (r"We obtain a [3-4$\times$] speedup.", "speedup 3..4 x gain"),
    ("We obtain [2.36sim 8.02times] speedup on four cards.", "speedup 2.36..8.02 x gain"),
    ("We improve pass@1 by [1.8% to 14.5%].", "pass_at_k 1.8..14.5 % gain"),
    # pairs are two values, not a range
    ("We raise accuracy from [43.3%] to [76.8%].", "accuracy 43.3 % value; accuracy 76.8 % value"),
    ("We reduce peak memory from [42GB] to [11GB].", "memory 42 GB value; memory 11 GB value"),
    ("We cut training time from [269] to [36 minutes].", "time 269 minutes value; time 36 minutes value"),
    ("It has better accuracy ([78.5%] vs. [75.9%]).", "accuracy 78.5 % value; accuracy 75.9 % value"),
    # lists
    ("We report [17.77%], [2.49x], and [2.32x] reductions on latency, energy, and area.",
     "latency 17.77 % cut; energy 2.49 x cut; area 2.32 x cut"),
    ("We reach [93.1%], [70.2%] and [67.7%] accuracy on three sets, respectively.",
     "accuracy 93.1 % value; accuracy 70.2 % value; accuracy 67.7 % value"),
    ("We beat it in latency and energy by [33%] and [20%], respectively.", "latency 33 % gain; energy 20 % gain"),
    ("We reach an mAP of [83.7]/[84.6%] at last.", "map 83.7 % value; map 84.6 % value"),
    ("It cuts runtime by [2x] on phones and [3x] on servers.", "time 2 x cut; time 3 x cut"),
    # numbers that share what another one says
    ("It has [14x] prefill and [7x] decoding speedups.", "speedup 14 x gain; speedup 7 x gain"),
    ("We cut latency from [50 ms] to [10 ms] ([5x]).", "latency 50 ms value; latency 10 ms value; latency 5 x cut"),
    ("Speedups are [1.2x] (small), [1.3x] (base) and [1.1x] (large).",
     "speedup 1.2 x gain; speedup 1.3 x gain; speedup 1.1 x gain"),
    ("The latency falls to [20 ms] from [50 ms].", "latency 20 ms value; latency 50 ms value"),
    ("Accuracy rises by [5.3 points] to [65.8%].", "accuracy 5.3 points gain; accuracy 65.8 % value"),
    ("Our accuracy is high, beating old nets ([87%]).", "accuracy 87 % value"),
    # what is measured, where no word for it is known or the nearest one means something else
    ("It improves the coverage of rare events by [12%].", "other 12 % gain"),
    ("Retention rose by [2%] in the test.", "other 2 % gain"),
    ("The page brings [5.7%] more conversions.", "other 5.7 % gain"),
    ("It covers [97%] of the identities.", "other 97 % value"),
    ("It attends to [2%] of the tokens.", "other 2 % value"),
    ("We compress the model from [440 MB] to [30 MB].", "model_size 440 MB value; model_size 30 MB value"),
    ("We compress the logs from [2 GB] to [1 GB].", "storage 2 GB value; storage 1 GB value"),
    ("Updates get [8x] faster per batch.", "speedup 8 x gain"),
    ("We report [8x] faster updates and [2x] lower memory.", "speedup 8 x gain; memory 2 x cut"),
    ("It cuts peak memory size by [2.3x].", "memory 2.3 x cut"),
    ("We reach a top-1 validation accuracy of [77%].", "top1 77 % value"),
    # limits and sizes that are findings
    ("This enables training with a batch size of [32K].", "other 32000 - value"),
    ("It allows the tuning of [30B] models on one card.", "model_size 3e+10 - value"),
    ("Our net ([1.9M]) has an accuracy of [71%].", "parameters 1.9e+06 - value; accuracy 71 % value"),
    ("It runs in less than [8 GB].", "memory 8 GB value up to"),
    # senses
    ("Its error rate is [0.6%] higher.", "error 0.6 % loss"),
    ("The accuracy stays within [0.1%] of the full net.", "accuracy 0.1 % loss up to"),
    ("It gives up only [0.2%] accuracy.", "accuracy 0.2 % loss"),
    # as abstracts on efficient models say it
    ("We improve over the best prior net by [1.9] points on average.", "score 1.9 points gain average"),
    ("It achieves an accuracy of [78.1%], [0.9%] higher than the old net.",
     "accuracy 78.1 % value; accuracy 0.9 % gain"),
    ("It achieves [78.1%] accuracy, which is [0.9%] better than before.",
     "accuracy 78.1 % value; accuracy 0.9 % gain"),
    ("It surpasses the previous best by [2.4] BLEU and [1.1] ROUGE-L.", "bleu 2.4 - gain; rouge 1.1 - gain"),
    ("Our method obtains [45.2] and [39.6] mAP for boxes and masks, respectively.",
     "map 45.2 - value; map 39.6 - value"),
    ("The mAP improves from [41] to [45].", "map 41 - value; map 45 - value"),
    ("It improves the F1 score by [3.2] and [4.1] points on the two sets.",
     "f1 3.2 points gain; f1 4.1 points gain"),
    ("Perplexity goes from [12.1] down to [9.8].", "perplexity 12.1 - value; perplexity 9.8 - value"),
    ("We prune [60%] of the parameters without any loss in accuracy.", "parameters 60 % cut"),
    ("We prune [60%] of the weights with only [0.4%] loss in accuracy.",
     "parameters 60 % cut; accuracy 0.4 % loss"),
    ("It removes up to [90%] of the parameters.", "parameters 90 % cut up to"),
    ("It reduces the number of parameters by [9x] and FLOPs by [5x].", "parameters 9 x cut; flops 5 x cut"),
    ("The student is [7.5x] smaller and [9.4x] faster than its teacher.",
     "model_size 7.5 x cut; speedup 9.4 x gain"),
    ("It is [2.3x] smaller, [1.9x] faster and [0.7%] more accurate.",
     "model_size 2.3 x cut; speedup 1.9 x gain; accuracy 0.7 % gain"),
    ("With [10x] fewer labels we match the baseline.", "samples 10 x cut"),
    ("Training takes [1 hour] on a single card instead of [8 hours].", "time 1 hour value; time 8 hours value"),
    ("Training time is reduced from [3 days] to [4 hours].", "time 3 days value; time 4 hours value"),
    ("Our system trains it in [under 2 minutes].", "time 2 minutes value up to"),
    ("We serve [3x] as many requests.", "throughput 3 x gain"),
    ("We serve [3x] more requests within the same latency target.", "throughput 3 x gain"),
    ("It sustains [1.8x] the throughput of the best engine.", "throughput 1.8 x gain"),
    ("It lowers the cost per token by [40%].", "cost 40 % cut"),
    ("It cuts the inference cost to [20%] of that of the large model.", "cost 20 % value"),
    ("Our approach saves [30%] of GPU memory and [25%] of training time.", "memory 30 % cut; time 25 % cut"),
    ("It uses [2.5 GB] of memory, [60%] less than the old engine.", "memory 2.5 GB value; memory 60 % cut"),
    ("Memory consumption drops by [half].", "memory 50 % cut"),
    ("It needs [half] as much memory.", "memory 50 % cut"),
    ("Our engine is up to [3.5x] and on average [2.1x] faster.",
     "speedup 3.5 x gain up to; speedup 2.1 x gain average"),
    ("We observe a [2x-3x] speedup.", "speedup 2..3 x gain"),
    ("We see speedups between [1.5x and 3x].", "speedup 1.5..3 x gain"),
    ("The kernel reaches [75%] of the peak throughput.", "utilization 75 % value"),
    ("The kernel reaches [75%] of peak FLOPS.", "utilization 75 % value"),
    ("MFU rises from [38%] to [52%].", "utilization 38 % value; utilization 52 % value"),
    ("It cuts communication volume by [4x].", "communication 4 x cut"),
    ("The success rate increases by [14%].", "score 14 % gain"),
    ("Our agent solves [43%] of the tasks.", "score 43 % value"),
    ("It wins [62%] of the comparisons.", "win_rate 62 % value"),
    ("It has a [62%] win rate against the old model.", "win_rate 62 % value"),
    ("The error drops by [15%] relative.", "error 15 % cut"),
    ("It yields [15%] relative error reduction.", "error 15 % cut"),
    ("We reduce the word error rate by [8.3%] relative.", "wer 8.3 % cut"),
    ("A score of [71.2] on the benchmark sets a new record.", "score 71.2 - value"),
    ("Our 1.3B-parameter model needs [6x] less compute.", "compute 6 x cut"),
    ("Energy per inference is [1.2 mJ], a [14x] improvement.", "energy 1.2 mJ value; energy 14 x gain"),
    ("It generates images in [0.2 s] with an FID of [7.1].", "latency 0.2 s value; fid 7.1 - value"),
    ("At [4.1x] compression, accuracy drops by only [0.5%].", "compression 4.1 x cut; accuracy 0.5 % loss"),
    ("It compresses the cache by [5x] at a loss of [0.3%] in accuracy.",
     "compression 5 x cut; accuracy 0.3 % loss"),
    ("Our approach leads to a [4.3%] absolute improvement in accuracy.", "accuracy 4.3 % gain"),
    ("We gain [+2.1%] in accuracy and [+1.5%] in recall.", "accuracy 2.1 % gain; other 1.5 % gain"),
    ("It outperforms the old net by a large margin ([72.1%] vs. [65.3%]).",
     "score 72.1 % value; score 65.3 % value"),
    ("We see a [3-5x] reduction in latency and a [2x] increase in throughput.",
     "latency 3..5 x cut; throughput 2 x gain"),
    ("On the small set accuracy is [91%]; on the large one it is [84%].",
     "accuracy 91 % value; accuracy 84 % value"),
    ("It attains [95%] of the accuracy of the full model.", "accuracy 95 % value"),
    ("It keeps [99%] of the performance of the dense model.", "score 99 % value"),
    ("It retains more than [95%] of the original accuracy.", "accuracy 95 % value at least"),
    ("The model has [6.6B] parameters and reaches [81.2%] accuracy.",
     "parameters 6.6e+09 - value; accuracy 81.2 % value"),
    ("It requires [1.6 GB] of GPU memory and runs at [25 FPS].", "memory 1.6 GB value; throughput 25 FPS value"),
    ("Inference takes [18 ms] per frame on a phone.", "latency 18 ms per frame value"),
    ("Inference takes [18 ms] on a phone.", "latency 18 ms value"),
    ("It processes [1,200] images per second.", "throughput 1200 images per second value"),
    ("It processes a batch [4x] faster, using [3x] less energy.", "speedup 4 x gain; energy 3 x cut"),
    ("Its throughput is [5.2x] higher than that of the old one.", "throughput 5.2 x gain"),
    ("Its latency is [40%] lower.", "latency 40 % cut"),
    ("Its throughput is higher by [5.2x].", "throughput 5.2 x gain"),
    ("Throughput increases [5.2x] and latency decreases [40%].", "throughput 5.2 x gain; latency 40 % cut"),
    ("Throughput increased from [100] to [520] tokens/s.",
     "throughput 100 tokens/s value; throughput 520 tokens/s value"),
    ("It brings down the cost from [$10] to [$2] per run.", "cost 10 $ value; cost 2 $ value"),
    ("The total cost is [$1,500].", "cost 1500 $ value"),
    ("It improves the state of the art by [3.4%], from [80.2%] to [83.6%].",
     "score 3.4 % gain; score 80.2 % value; score 83.6 % value"),
    ("The AUC is [0.91], up from [0.87].", "auc 0.91 - value; auc 0.87 - value"),
    ("The Dice score improves from [0.81] to [0.86].", "other 0.81 - value; other 0.86 - value"),
    ("It has an error of [3.2%], compared to [4.1%] for the old net.", "error 3.2 % value; error 4.1 % value"),
    ("It reaches [76.2%] top-1 accuracy versus [74.9%] for the old net.", "top1 76.2 % value; top1 74.9 % value"),
    ("It reaches [76.2%] top-1 and [93.1%] top-5 accuracy.", "top1 76.2 % value; top5 93.1 % value"),
    ("Our method [halves] memory use and is [1.4x] faster.", "memory 50 % cut; speedup 1.4 x gain"),
    ("It is [3.1x] more energy-efficient.", "energy 3.1 x gain"),
    ("It is [1.4 times] slower but needs [3 times] less memory.", "speedup 1.4 x loss; memory 3 x cut"),
    ("We speed up training by [37%].", "speedup 37 % gain"),
    ("Training is sped up by [37%].", "speedup 37 % gain"),
    ("A [1.7x] end-to-end speedup is obtained.", "speedup 1.7 x gain"),
    ("This translates to [1.7x] end-to-end speedup.", "speedup 1.7 x gain"),
    ("It reduces the KV cache size by [87.5%].", "memory 87.5 % cut"),
    ("It compresses KV caches to [12.5%] of their size.", "model_size 12.5 % value"),
    ("It achieves [8x] KV cache compression.", "compression 8 x cut"),
    ("With [4x] less compute it matches the large model.", "compute 4 x cut"),
    ("It uses just [0.5%] of trainable parameters.", "parameters 0.5 % value"),
    ("It trains only [0.5%] of the parameters.", "parameters 0.5 % value"),
    ("GPU utilization is raised from [40%] to [85%].", "utilization 40 % value; utilization 85 % value"),
    ("It attains a BLEU of [28.4] on the test set, improving by over [2] BLEU.",
     "bleu 28.4 - value; bleu 2 - gain at least"),
    # absolute values
    ("The engine decodes [30 tokens/s] with one core and [71 tokens/s] with eight.",
     "throughput 30 tokens/s value; throughput 71 tokens/s value"),
    ("Our chip draws [13W] and takes [3.4 mJ] for each image.", "power 13 W value; energy 3.4 mJ value"),
    ("It sustains [sim500 TFLOPS] in practice.", "throughput 500 TFLOPS value about"),
    ("We train it in only [12 hours] on one card.", "time 12 hours value"),
    ("Each frame is drawn in less than [3 seconds].", "latency 3 seconds value up to"),
    ("We obtain [29.3] BLEU and an FID of [5.02] here.", "bleu 29.3 - value; fid 5.02 - value"),
    ("It surpasses the older network (FID=[6.47]).", "fid 6.47 - value"),
    ("Our net reaches [77.1%] top-1 accuracy with [5.3M parameters].", "top1 77.1 % value; parameters 5.3e+06 - value"),
    ("The search costs [0.3 GPU days] in all.", "compute 0.3 GPU days value"),
    ("We serve [1.1K tokens per second] in all.", "throughput 1100 tokens per second value"),
    ("Throughput rises to [2,000 FPS], a [3x] gain.", "throughput 2000 FPS value; throughput 3 x gain"),
    # losses, and falls of what should rise
    ("Our model loses only [0.76%] accuracy.", "accuracy 0.76 % loss"),
    ("We see a drop of [2.1] BLEU in this setting.", "bleu 2.1 - loss"),
    ("It comes with less than [1%] reduction in accuracy.", "accuracy 1 % loss up to"),
    ("Perplexity increases by [0.3] on long texts.", "perplexity 0.3 - loss"),
    # qualifiers
    ("We gain a speedup of more than [4x].", "speedup 4 x gain at least"),
    ("We gain a speedup of nearly [4x].", "speedup 4 x gain about"),
    ("We gain a speedup of [4x] on average.", "speedup 4 x gain average"),
    ("We improve throughput by [29%] on average (max [47%]).",
     "throughput 29 % gain average; throughput 47 % gain up to"),
]  # fmt: skip

SETTINGS = [
    "It was found under a load of 20 requests/s, a 200 ms latency objective and over 10 Gbps Ethernet.",
    "The temperature is 0.7, and accuracy is averaged over 20 tasks at a sparsity level of 90%.",
    "Of the first token we know only its interval [1.8 s, 2.6 s].",
    "We grow models from 1B to 70B parameters and another half day later stop.",
    "We train a 7B model on 2 trillion tokens with 8×H100 GPUs and 32x A100 for 3 epochs.",
    "Our W4A4 scheme has 4-bit weights and 8-bit activations for 3D data in a two-stage pipeline.",
    "We use a batch size of 256 and a learning rate of 0.001 on images of 224x224 pixels with 12 layers.",
    "With Mixtral-8x22B and ResNet-50 we solve y = 2x + 3 in O(n^2) steps.",
    "We study 5 datasets, 3 tasks and 12 models, with 10% of the labels and at 50% sparsity.",
    "We look at top-1 and top-5 retrieval with data of 2019 and 2023.",
    "We process 30 s audio clips on a 16GB GPU and write 1) a report and 2) a summary [17].",
    "It was tried on 15 minutes of speech, 1,000 images and 300 videos.",
    "We ask a 70-billion-parameter model and a 13B-parameter one for 128K-token inputs.",
    "We prove a bound of O(1/K) and p=0.01 for k = 31 and version 1.2.3 of the code.",
]


@pytest.fixture(scope="module")
def rules() -> ResultGrammar:
    return grammar()


@pytest.mark.parametrize(("marked", "expected"), CASES, ids=[text for text, _ in CASES])
def test_reads_result(marked: str, expected: str, rules: ResultGrammar) -> None:
    text, numbers = unmark(marked)
    found = read(text, rules)
    assert [row(r) for r in found] == expected.split("; ")
    assert len(numbers) == len(found)
    for number, result in zip(numbers, found, strict=True):
        assert number in result.quote or result.quote in number


@pytest.mark.parametrize("text", SETTINGS)
def test_settings_are_no_results(text: str, rules: ResultGrammar) -> None:
    assert [row(r) for r in read(text, rules)] == []


def test_what_comes_before_the_own_work_is_background(rules: ResultGrammar) -> None:
    told = "Earlier engines cut latency by 30%."
    assert read(f"{told} They are old.", rules)
    paper = Paper("paper-test", "A study", f"{told} We cut energy by 20%.")
    cut = len("A study\n") + len(told)
    found = find_results(paper, [(0, 7), (8, cut), (cut + 1, len(paper.text))], [], rules, ())
    assert [row(r) for r in found] == ["energy 20 % cut"]


def test_offsets_cut_out_the_quote(rules: ResultGrammar) -> None:
    text = "We cut peak memory by up to 4x and latency by 30%."
    for result in read(text, rules):
        assert result.section == "abstract"
        assert text[result.start : result.end] == result.quote


def test_each_result_names_the_entry_that_read_it(rules: ResultGrammar) -> None:
    known = {example.rule for example in rules.examples}
    for marked, _ in CASES:
        for result in read(unmark(marked)[0], rules):
            assert result.rule in known
