/// The folders of a mailbox.
public enum MailFolder: String, Sendable, Hashable, Codable, CaseIterable {
  case inbox
  case sent
  case archive
  case trash
}
