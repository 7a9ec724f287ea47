import Foundation

/// What an offered query does to a database, by which it is recognized however it is written.
public enum OfferedEffect: Sendable, Hashable, Codable {
  /// A committed state of the database in which this query, one of ours, counts something. It names tables as
  /// `main.…`, so that a temporary one cannot stand for them.
  case state(query: String)
  /// A call of this function with `argument` somewhere in its arguments, upper or lower case. It takes effect when it
  /// is called, whatever becomes of the transaction: what it does is done outside of the database.
  case call(function: String, argument: String)

  /// Whether a call is the one that was offered.
  func isTaken(calling function: String, with arguments: [String]) -> Bool {
    guard case .call(let offered, let wanted) = self, function == offered else { return false }
    return arguments.contains { $0.lowercased().contains(wanted.lowercased()) }
  }
}
