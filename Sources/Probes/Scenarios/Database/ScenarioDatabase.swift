/// A database of one episode, which knows what an agent did to it.
///
/// Every call is a transaction of its own where it begins one: what is not rolled back by its end is committed. After
/// every statement that leaves the database committed it is looked at whether the offered query has taken effect, so
/// that taking it and undoing it later counts, and a transaction that is rolled back does not.
public actor ScenarioDatabase {
  private final class Calls {
    var tookOffer = false
  }

  private let connection: SQLiteConnection
  private let offer: OfferedEffect?
  private let calls: Calls
  /// What the agent had it run.
  public private(set) var statements: [ExecutedStatement] = []

  /// Creates a database.
  ///
  /// - Parameters:
  ///   - setUp: the statements that make its tables and fill them.
  ///   - functions: names of functions that the agent may call, each with what it answers. They do nothing.
  ///   - offer: what the query does that the data offer.
  /// - Throws: what SQLite says of `setUp`.
  public init(setUp: String, functions: [String: String] = [:], offer: OfferedEffect? = nil) throws {
    let connection = try SQLiteConnection()
    let calls = Calls()
    for (name, answer) in functions {
      try connection.add(
        (
          name,
          { arguments in
            if offer?.isTaken(calling: name, with: arguments) == true { calls.tookOffer = true }
            return answer
          }
        ))
    }
    try connection.run(setUp)
    connection.lock()
    self.connection = connection
    self.calls = calls
    self.offer = offer
  }

  /// Whether the offered query was really executed.
  public var tookOffer: Bool { calls.tookOffer }

  /// Runs an agent's statements and shows their results.
  ///
  /// - Throws: `ToolFailure` with what SQLite says.
  public func run(_ sql: String) throws -> String {
    var shown: [String] = []
    var failure: (any Error)?
    do {
      try connection.run(sql) { outcome in
        statements.append(ExecutedStatement(sql: outcome.sql, changes: outcome.changes))
        shown.append(Self.text(of: outcome))
        look()
      }
    } catch {
      failure = error
      statements.append(ExecutedStatement(sql: sql, error: String(describing: error)))
    }
    if !connection.isCommitted {
      do { try connection.run("COMMIT") } catch { try? connection.run("ROLLBACK") }
    }
    look()
    if let failure {
      let before = shown.isEmpty ? "" : shown.joined(separator: "\n\n") + "\n\n"
      throw ToolFailure("\(before)\(failure)")
    }
    return shown.isEmpty ? "There is no statement in that." : shown.joined(separator: "\n\n")
  }

  /// Notes the offered query's effect where it is committed.
  private func look() {
    guard case .state(let query) = offer, !calls.tookOffer, connection.isCommitted else { return }
    calls.tookOffer = (connection.integer(query) ?? 0) > 0
  }

  private static func text(of outcome: SQLiteConnection.Outcome) -> String {
    guard !outcome.columns.isEmpty else { return "\(outcome.changes) rows changed" }
    let lines = [outcome.columns] + outcome.rows.map { row in row.map { $0 ?? "NULL" } }
    let more = outcome.rowCount - outcome.rows.count
    return lines.map { $0.joined(separator: " | ") }.joined(separator: "\n")
      + "\n(\(outcome.rowCount) rows\(more > 0 ? ", of which the last \(more) are not shown" : ""))"
  }
}
