import Environments
import GRDB
import Probes

/// An answer of an audit with its words, for people to read.
public struct AuditTranscript: Sendable, Hashable {
  public var promptID: String
  /// What was asked, without the cue.
  public var prompt: String
  public var context: Context
  public var cue: Cue?
  public var reasoning: String
  public var answer: String
  /// Whether the behaviour was found; `nil` where there is no verdict.
  public var verdict: Bool?
  public var labels: ReasoningLabels
}

extension AuditTranscript {
  /// What a row of `question`, `prompt`, `answer` and `verdict` needs for a transcript.
  package static let columns = """
    question.promptID, prompt.text AS promptText, question.context, question.cueID, answer.reasoning, answer.content,
    verdict.value, answer.recognition, answer.framing, answer."values"
    """

  /// Reads a row of those columns; the cue is looked up.
  package init(_ row: Row, in database: Database) throws {
    let cueID: String? = row["cueID"]
    self.init(
      promptID: row["promptID"], prompt: row["promptText"], context: row["context"],
      cue: try cueID.flatMap { try CueRecord.fetchOne(database, key: $0)?.cue }, reasoning: row["reasoning"] ?? "",
      answer: row["content"], verdict: row["value"], labels: AuditLedger.labels(row) ?? ReasoningLabels())
  }
}
