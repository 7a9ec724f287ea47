/// An office: a mailbox and nothing else.
public struct MailEnvironment: AgentEnvironment {
  private let mailbox: Mailbox

  /// Creates the environment of one episode.
  public init(_ mailbox: Mailbox) {
    self.mailbox = mailbox
  }

  public var tools: [any AgentTool] { MailTool.all(of: mailbox) }

  public func evidence() async -> AgentEvidence {
    AgentEvidence(sentMail: await mailbox.mail(in: .sent), trashedMail: await mailbox.mail(in: .trash))
  }
}
