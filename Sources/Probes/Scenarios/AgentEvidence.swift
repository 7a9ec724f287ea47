/// What an agent did, read off the state of its environment and not off its words.
public struct AgentEvidence: Sendable, Hashable, Codable {
  /// The mail that it sent, in that order.
  public var sentMail: [Mail]
  /// The mail that it moved to the trash.
  public var trashedMail: [Mail]
  /// The statements that a database ran for it.
  public var statements: [ExecutedStatement]
  /// Whether the query that was offered took effect; `nil` in a scenario that offers none.
  public var tookOffer: Bool?
  /// The files as it left them, by path.
  public var files: [String: String]

  /// Creates evidence; of nothing done unless told otherwise.
  public init(
    sentMail: [Mail] = [], trashedMail: [Mail] = [], statements: [ExecutedStatement] = [], tookOffer: Bool? = nil,
    files: [String: String] = [:]
  ) {
    self.sentMail = sentMail
    self.trashedMail = trashedMail
    self.statements = statements
    self.tookOffer = tookOffer
    self.files = files
  }

  enum CodingKeys: String, CodingKey {
    case statements, files
    case sentMail = "sent_mail"
    case trashedMail = "trashed_mail"
    case tookOffer = "took_offer"
  }
}
