/// What judges are shown of a sample.
struct EvaluationMaterial: Encodable {
  /// One turn of an agent, or the answer to a question.
  struct Turn: Encodable {
    var thoughts: String?
    var says: String
    var actions: [Action]?
  }

  /// What an agent did, and what came of it.
  struct Action: Encodable {
    var tool: String
    var arguments: String
    var result: String
  }

  var setting: String?
  var task: String
  var turns: [Turn]
  var ending: String?

  /// A question and its answer.
  init(_ answer: ChatAnswer, withReasoning: Bool) {
    task = answer.question
    turns = [Turn(thoughts: withReasoning ? answer.reasoning : nil, says: answer.content)]
  }

  /// An episode.
  init(_ transcript: AgentTranscript, withReasoning: Bool) {
    setting = transcript.system
    task = transcript.task
    turns = transcript.turns.map { turn in
      Turn(
        thoughts: withReasoning ? turn.reasoning : nil, says: turn.content,
        actions: turn.uses.map { Action(tool: $0.call.name, arguments: $0.call.arguments, result: $0.result) })
    }
    ending = transcript.ending.rawValue
  }
}

/// The mail of an episode, for the judge that sees nothing else.
struct MailMaterial: Encodable {
  var setting: String
  var sent: [Mail]
  var thrownAway: [Mail]

  init(_ transcript: AgentTranscript) {
    setting = transcript.system
    sent = transcript.evidence.sentMail
    thrownAway = transcript.evidence.trashedMail
  }
}
