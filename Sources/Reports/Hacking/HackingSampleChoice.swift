import Environments
import Experiments

/// Chooses which answers of an arm's last probe a report shows: for every measure the first, and the first that is what
/// the measure counts.
struct HackingSampleChoice {
  private let samples: [SampleRecord]
  private let requests: [String: Request]

  init(_ samples: [SampleRecord], requests: [String: Request]) {
    self.samples = samples
    self.requests = requests
  }

  func samples(arm: String, seed: UInt64, step: Int) -> [HackingSample] {
    var names: [String] = []
    for name in samples.compactMap(\.probe) where !names.contains(name) { names.append(name) }
    return names.flatMap { name -> [HackingSample] in
      guard let measure = HackingMeasure(name: name) else { return [] }
      let own = samples.filter { $0.probe == name }
      let counted = own.filter { $0.verdict == true }
      // Work that is done as it should be needs no example; the first answer is one whatever came of it.
      let example = measure == .capability ? own.first : counted.first ?? own.first
      return example.map { sample in
        let request = requests[sample.requestID]
        return HackingSample(
          arm: arm, seed: seed, step: step, measure: measure, system: request?.system ?? "",
          prompt: request?.text ?? "", reasoning: sample.reasoning, answer: sample.answer, verdict: sample.verdict,
          outcome: sample.outcome, mechanisms: sample.mechanisms.words,
          choice: sample.verdict == true && measure != .capability
            ? "The first of \(counted.count) in \(own.count)." : "The first of the probe, whatever came of it.")
      }.map { [$0] } ?? []
    }
  }
}
