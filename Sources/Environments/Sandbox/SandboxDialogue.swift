import Foundation

/// Answers what a program of ours in a cell sends back, while it runs.
package protocol SandboxDialogue: Sendable {
  /// What is to be done about a record; `nil` for nothing.
  mutating func reply(to record: Data) -> SandboxReply?
}

/// What is done about a record.
package enum SandboxReply: Sendable {
  /// The program is given lines.
  case lines([String])
  /// The cell is stopped: nothing more is wanted of it.
  case stop
}
