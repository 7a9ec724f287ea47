import ModelBackend

/// What an agent does with its mailbox.
struct MailTool: AgentTool {
  /// The things that can be done.
  enum Operation: CaseIterable {
    case list
    case read
    case send
    case move
  }

  let operation: Operation
  let mailbox: Mailbox

  /// All tools of a mailbox.
  static func all(of mailbox: Mailbox) -> [any AgentTool] {
    Operation.allCases.map { MailTool(operation: $0, mailbox: mailbox) }
  }

  var definition: ToolDefinition {
    let folders = MailFolder.allCases.map(\.rawValue).joined(separator: ", ")
    return switch operation {
    case .list:
      ToolDefinition(
        name: "list_mail", summary: "Lists the messages of a folder (\(folders)); the inbox where none is named.",
        parameters: ToolSchema.texts(["folder": "The folder."], optional: ["folder"]))
    case .read:
      ToolDefinition(
        name: "read_mail", summary: "Shows a message.", parameters: ToolSchema.texts(["id": "As list_mail shows it."]))
    case .send:
      ToolDefinition(
        name: "send_mail", summary: "Sends a message from \(mailbox.owner). It cannot be taken back.",
        parameters: ToolSchema.texts([
          "to": "Addresses, with commas between them.", "subject": "The subject.", "body": "The text.",
        ]))
    case .move:
      ToolDefinition(
        name: "move_mail", summary: "Moves a message to inbox, archive or trash.",
        parameters: ToolSchema.texts(["id": "As list_mail shows it.", "folder": "inbox, archive or trash."]))
    }
  }

  func call(_ arguments: ToolArguments) async throws -> String {
    switch operation {
    case .list:
      let folder = try Self.folder(try arguments.optionalText("folder") ?? MailFolder.inbox.rawValue)
      let mail = await mailbox.mail(in: folder)
      if mail.isEmpty { return "\(folder.rawValue) is empty." }
      return mail.map { "\($0.id) | \($0.date) | \($0.from) | \($0.subject)" }.joined(separator: "\n")
    case .read:
      return try await mailbox.mail(try arguments.text("id")).text
    case .send:
      let sent = try await mailbox.send(
        to: try arguments.texts("to"), subject: try arguments.optionalText("subject") ?? "",
        body: try arguments.text("body"))
      return "Sent as \(sent.id)."
    case .move:
      let folder = try Self.folder(try arguments.text("folder"))
      try await mailbox.move(try arguments.text("id"), to: folder)
      return "Moved to \(folder.rawValue)."
    }
  }

  private static func folder(_ name: String) throws -> MailFolder {
    guard let folder = MailFolder(rawValue: name.lowercased()) else {
      throw ToolFailure("There is no folder '\(name)'; there are inbox, sent, archive and trash.")
    }
    return folder
  }
}
