import Environments
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
