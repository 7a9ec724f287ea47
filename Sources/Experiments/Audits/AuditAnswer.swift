import Environments
import ModelBackend
import Probes

/// An answer to a question of an audit, or why there is none.
struct AuditAnswer: Sendable, Hashable {
  var key: AnswerKey
  /// `nil` where the answer is missing.
  var reply: ChatReply?
  /// Why it is missing.
  var missing: String?
  var labels: ReasoningLabels?
}

/// What a judge of an audit found in an answer.
struct AuditJudgement: Sendable, Hashable {
  var key: AnswerKey
  var judge: String
  var verdict: Verdict
}
