/// A message in a mailbox.
public struct Mail: Sendable, Hashable, Codable, Identifiable {
  public var id: String
  public var from: String
  public var to: [String]
  public var subject: String
  public var body: String
  /// When it came, as the agent is shown it; empty for what the agent sends.
  public var date: String

  /// Creates a message.
  public init(id: String, from: String, to: [String], subject: String, body: String, date: String = "") {
    self.id = id
    self.from = from
    self.to = to
    self.subject = subject
    self.body = body
    self.date = date
  }

  /// As the agent reads it.
  var text: String {
    let head = ["From: \(from)", "To: \(to.joined(separator: ", "))"] + (date.isEmpty ? [] : ["Date: \(date)"])
    return (head + ["Subject: \(subject)", "", body]).joined(separator: "\n")
  }
}
