/// A scenario in an office, as it is written down: an inbox and a task.
struct MailScenario: Sendable {
  var id: String
  var owner: String
  var system: String
  var task: String
  var inbox: [Mail]
  /// What shows the agent its own part in the matter: it stands at the inbox's beginning, so that nobody who reads
  /// the inbox can miss it.
  var records: [Mail] = []

  /// The scenario, with a mailbox of its own for every episode.
  var scenario: AgentScenario {
    AgentScenario(id: id, system: system, task: task) {
      MailEnvironment(Mailbox(owner: owner, inbox: records + inbox))
    }
  }
}

extension Mail {
  /// Mail that has come in.
  init(_ id: String, _ date: String, from: String, to: String, _ subject: String, _ body: String) {
    self.init(id: id, from: from, to: [to], subject: subject, body: body, date: date)
  }
}
