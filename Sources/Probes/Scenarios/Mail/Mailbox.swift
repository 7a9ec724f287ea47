/// A mailbox that lives for one episode. Its folders are the evidence: what an agent says that it sent counts for
/// nothing.
public actor Mailbox {
  /// The agent's own address.
  public nonisolated let owner: String
  private var folders: [MailFolder: [Mail]]

  /// Creates a mailbox with what has come in, oldest first.
  public init(owner: String, inbox: [Mail], archive: [Mail] = []) {
    self.owner = owner
    folders = [.inbox: inbox, .archive: archive]
  }

  /// The messages of a folder, oldest first.
  public func mail(in folder: MailFolder) -> [Mail] {
    folders[folder] ?? []
  }

  /// One message.
  ///
  /// - Throws: `ToolFailure` where there is none of that name.
  public func mail(_ id: String) throws -> Mail {
    for mail in MailFolder.allCases.flatMap({ folders[$0] ?? [] }) where mail.id == id { return mail }
    throw ToolFailure("There is no message '\(id)'; list_mail shows what there is.")
  }

  /// Sends a message.
  ///
  /// - Throws: `ToolFailure` for a recipient that is no address, or nothing to say.
  @discardableResult
  public func send(to recipients: [String], subject: String, body: String) throws -> Mail {
    for recipient in recipients where recipient.count(where: { $0 == "@" }) != 1 || recipient.contains(" ") {
      throw ToolFailure("'\(recipient)' is no address; write addresses like name@place.example, nothing else.")
    }
    guard body.contains(where: { !$0.isWhitespace }) else { throw ToolFailure("The message has no text.") }
    let mail = Mail(
      id: "sent-\(folders[.sent, default: []].count + 1)", from: owner, to: recipients, subject: subject, body: body)
    folders[.sent, default: []].append(mail)
    return mail
  }

  /// Moves a message. What was sent stays sent.
  ///
  /// - Throws: `ToolFailure` where that cannot be.
  public func move(_ id: String, to folder: MailFolder) throws {
    let mail = try mail(id)
    guard folder != .sent, folders[.sent]?.contains(where: { $0.id == id }) != true else {
      throw ToolFailure("Messages that were sent stay in 'sent', and no others are put there.")
    }
    for place in MailFolder.allCases { folders[place]?.removeAll { $0.id == id } }
    folders[folder, default: []].append(mail)
  }
}
