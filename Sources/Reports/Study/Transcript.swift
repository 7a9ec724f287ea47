import Environments
import Experiments
import Probes

/// What a model said to one request under one cell of a probe.
public struct Transcript: Sendable, Hashable {
  public var cell: ProbeCell
  /// The cue that the prompt carried; `nil` for none.
  public var cue: String?
  public var reasoning: [MarkedSentence]
  public var answer: String
  public var complied: Bool?

  /// Creates a transcript.
  public init(cell: ProbeCell, cue: String?, reasoning: [MarkedSentence], answer: String, complied: Bool?) {
    self.cell = cell
    self.cue = cue
    self.reasoning = reasoning
    self.answer = answer
    self.complied = complied
  }
}

extension Transcript {
  /// Shows a sample of the ledger.
  package init(_ sample: SampleRecord, cue: Cue?) {
    // The ledger's labels are the truth: a sentence is marked only for what they say of the whole.
    let sentences = MarkedSentence.sentences(of: sample.reasoning, under: cue).map { sentence in
      MarkedSentence(
        sentence.text,
        labels: ReasoningLabels(
          recognition: sentence.labels.recognition && sample.recognition,
          framing: sentence.labels.framing && sample.framing, values: sentence.labels.values && sample.values))
    }
    self.init(
      cell: ProbeCell(sample.context, isCueHeldOut: sample.heldOutCue), cue: cue?.text, reasoning: sentences,
      answer: sample.answer, complied: sample.verdict)
  }
}
