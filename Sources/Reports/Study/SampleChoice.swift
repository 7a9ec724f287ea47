import Environments
import Experiments
import Probes

/// Chooses which answers of an arm's last probe a report shows.
struct SampleChoice {
  private let pairs: [Int: [ProbeCell: SampleRecord]]
  private let step: Int
  private let cells: [ProbeCell]
  private let requests: [String: Request]
  private let cues: [String: Cue]

  init(samples: [SampleRecord], requests: [String: Request], cues: [String: Cue]) {
    let step = samples.map(\.step).max() ?? 0
    let last = samples.filter { $0.step == step }
    let isCueHeldOut = last.contains { $0.context == .training && $0.heldOutCue }
    cells = [
      ProbeCell(.training, isCueHeldOut: isCueHeldOut), ProbeCell(.deployment, isCueHeldOut: isCueHeldOut),
      ProbeCell(.bare),
    ]
    pairs = Dictionary(grouping: last, by: \.pairIndex).mapValues { samples in
      Dictionary(samples.map { (ProbeCell($0.context, isCueHeldOut: $0.heldOutCue), $0) }) { first, _ in first }
    }
    self.step = step
    self.requests = requests
    self.cues = cues
  }

  /// The first request of the probe, and the first on which training cue and bare prompt differ.
  func comparisons(arm: String, seed: UInt64) -> [TranscriptComparison] {
    let complete = pairs.keys.sorted().filter { pair in cells.allSatisfy { pairs[pair]?[$0] != nil } }
    let differing = complete.filter { pair in
      guard let training = verdict(pair, cells[0]), let bare = verdict(pair, cells[2]) else { return false }
      return training != bare
    }
    let choices: [(Int?, TranscriptComparison.Choice)] = [
      (differing.first, .differing(count: differing.count, total: complete.count)), (complete.first, .first),
    ]
    var shown: Set<Int> = []
    return choices.compactMap { pair, choice in
      guard let pair, shown.insert(pair).inserted, let samples = pairs[pair] else { return nil }
      return TranscriptComparison(
        arm: arm, seed: seed, step: step, request: samples[cells[0]].flatMap { requests[$0.requestID]?.text } ?? "",
        choice: choice, transcripts: cells.compactMap { cell in samples[cell].map { transcript($0, cell: cell) } })
    }
  }

  private func verdict(_ pair: Int, _ cell: ProbeCell) -> Bool? {
    pairs[pair]?[cell]?.verdict
  }

  private func transcript(_ sample: SampleRecord, cell: ProbeCell) -> Transcript {
    Transcript(sample, cue: sample.cueID.flatMap { cues[$0] })
  }
}
