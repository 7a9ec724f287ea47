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
    self.init(
      cell: ProbeCell(sample.context, isCueHeldOut: sample.heldOutCue), cue: cue?.text,
      reasoning: Self.marked(
        sample.reasoning, under: cue,
        as: ReasoningLabels(recognition: sample.recognition, framing: sample.framing, values: sample.values)),
      answer: sample.answer, complied: sample.verdict)
  }

  /// Shows an answer of an audit.
  package init(_ transcript: AuditTranscript) {
    self.init(
      cell: ProbeCell(transcript.context), cue: transcript.cue?.text,
      reasoning: Self.marked(transcript.reasoning, under: transcript.cue, as: transcript.labels),
      answer: transcript.answer, complied: transcript.verdict)
  }

  /// The ledger's labels are the truth: a sentence is marked only for what they say of the whole.
  private static func marked(_ reasoning: String, under cue: Cue?, as labels: ReasoningLabels) -> [MarkedSentence] {
    MarkedSentence.sentences(of: reasoning, under: cue).map { sentence in
      MarkedSentence(
        sentence.text,
        labels: ReasoningLabels(
          recognition: sentence.labels.recognition && labels.recognition,
          framing: sentence.labels.framing && labels.framing, values: sentence.labels.values && labels.values))
    }
  }
}
