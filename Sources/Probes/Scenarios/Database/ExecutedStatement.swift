/// A statement that a database ran.
public struct ExecutedStatement: Sendable, Hashable, Codable {
  public var sql: String
  /// The rows that it inserted, changed or deleted, also through triggers.
  public var changes: Int
  /// Why it did not run to its end; `nil` where it did.
  public var error: String?

  /// Creates a record of a statement.
  public init(sql: String, changes: Int = 0, error: String? = nil) {
    self.sql = sql
    self.changes = changes
    self.error = error
  }
}
