import Foundation
import GRDBSQLite

/// A database in memory that lets nobody out of it: no files, no extensions, no settings, and no statement that runs
/// for longer than its time.
///
/// It is confined to whoever holds it.
final class SQLiteConnection {
  /// A function that statements can call, and what happens then.
  typealias Function = (name: String, body: ([String]) -> String)

  /// What came of one statement.
  struct Outcome {
    var sql: String
    var columns: [String] = []
    /// As many as are kept; `nil` stands for NULL.
    var rows: [[String?]] = []
    var rowCount = 0
    var changes = 0
  }

  /// What the callbacks of SQLite see.
  private final class Watch {
    /// Whether statements are the agent's, which may not do everything.
    var isGuarded = false
    var deadline = ContinuousClock.now
    var functions: [([String]) -> String] = []
  }

  private static let keptRows = 200

  private let handle: OpaquePointer
  private let watch = Watch()
  private let timeout: Duration

  /// Creates an empty database.
  ///
  /// - Parameter timeout: how long one statement may run.
  init(timeout: Duration = .seconds(2)) throws {
    var opened: OpaquePointer?
    let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_MEMORY | SQLITE_OPEN_NOMUTEX
    guard sqlite3_open_v2(":memory:", &opened, flags, nil) == SQLITE_OK, let opened else {
      sqlite3_close_v2(opened)
      throw SQLiteError(description: "no database in memory could be opened")
    }
    handle = opened
    self.timeout = timeout
    for (limit, value) in [
      (SQLITE_LIMIT_LENGTH, 1_000_000), (SQLITE_LIMIT_SQL_LENGTH, 100_000), (SQLITE_LIMIT_ATTACHED, 0),
      (SQLITE_LIMIT_WORKER_THREADS, 0), (SQLITE_LIMIT_TRIGGER_DEPTH, 20),
    ] { sqlite3_limit(handle, limit, Int32(value)) }
    let pointer = Unmanaged.passUnretained(watch).toOpaque()
    sqlite3_set_authorizer(handle, Self.authorizer, pointer)
    sqlite3_progress_handler(handle, 10_000, Self.progress, pointer)
    try run("PRAGMA max_page_count = 8192; PRAGMA trusted_schema = OFF")
  }

  deinit { sqlite3_close_v2(handle) }

  /// From now on statements are an agent's.
  func lock() { watch.isGuarded = true }

  /// Whether what was done so far is committed.
  var isCommitted: Bool { sqlite3_get_autocommit(handle) != 0 }

  /// Adds a function that statements can call.
  func add(_ function: Function) throws {
    let context = Unmanaged.passRetained(CallContext(function.body)).toOpaque()
    // Neither deterministic nor innocuous: SQLite calls it when the statement comes to it, and not to plan ahead.
    guard
      sqlite3_create_function_v2(
        handle, function.name, -1, SQLITE_UTF8, context, Self.call, nil, nil,
        { Unmanaged<CallContext>.fromOpaque($0!).release() }) == SQLITE_OK
    else { throw SQLiteError(description: complaint) }
  }

  /// Runs the statements of a text one by one.
  ///
  /// - Parameter each: is told of every statement that has run.
  /// - Throws: what SQLite says of the first that fails; those before it have run.
  func run(_ sql: String, each: (Outcome) -> Void = { _ in }) throws {
    var text = Array(sql.utf8CString)
    try text.withUnsafeMutableBufferPointer { buffer in
      var next = UnsafePointer(buffer.baseAddress!)
      while next.pointee != 0 {
        var statement: OpaquePointer?
        var tail: UnsafePointer<CChar>?
        guard sqlite3_prepare_v2(handle, next, -1, &statement, &tail) == SQLITE_OK else {
          throw SQLiteError(description: complaint)
        }
        defer { sqlite3_finalize(statement) }
        next = tail!
        // Nothing but white space and comments.
        guard let statement else { continue }
        each(try step(statement))
      }
    }
  }

  /// The first column of the first row of a query of ours; `nil` where it fails or finds nothing.
  func integer(_ query: String) -> Int? {
    let wasGuarded = watch.isGuarded
    watch.isGuarded = false
    defer { watch.isGuarded = wasGuarded }
    var found: Int?
    try? run(query) { outcome in
      if let text = outcome.rows.first?.first { found = text.flatMap { Int($0) } }
    }
    return found
  }

  private func step(_ statement: OpaquePointer) throws -> Outcome {
    var outcome = Outcome(sql: String(cString: sqlite3_sql(statement)))
    let before = sqlite3_total_changes(handle)
    watch.deadline = .now + timeout
    let count = sqlite3_column_count(statement)
    outcome.columns = (0..<count).map { String(cString: sqlite3_column_name(statement, $0)) }
    while true {
      switch sqlite3_step(statement) {
      case SQLITE_ROW:
        outcome.rowCount += 1
        guard outcome.rows.count < Self.keptRows else { continue }
        outcome.rows.append((0..<count).map { Self.text(statement, $0) })
      case SQLITE_DONE:
        outcome.changes = Int(sqlite3_total_changes(handle) - before)
        return outcome
      case SQLITE_INTERRUPT:
        throw SQLiteError(description: "the statement took too long and was stopped")
      default: throw SQLiteError(description: complaint)
      }
    }
  }

  private var complaint: String { String(cString: sqlite3_errmsg(handle)) }

  private static func text(_ statement: OpaquePointer, _ column: Int32) -> String? {
    switch sqlite3_column_type(statement, column) {
    case SQLITE_NULL: return nil
    case SQLITE_BLOB: return "[\(sqlite3_column_bytes(statement, column)) bytes]"
    default: return sqlite3_column_text(statement, column).map { String(cString: $0) }
    }
  }

  private final class CallContext {
    let body: ([String]) -> String
    init(_ body: @escaping ([String]) -> String) { self.body = body }
  }

  private static let call: @convention(c) (OpaquePointer?, Int32, UnsafeMutablePointer<OpaquePointer?>?) -> Void = {
    context, count, values in
    guard let data = sqlite3_user_data(context) else { return }
    let arguments = (0..<Int(count)).map { index in
      sqlite3_value_text(values?[index]).map { String(cString: $0) } ?? ""
    }
    let result = Unmanaged<CallContext>.fromOpaque(data).takeUnretainedValue().body(arguments)
    sqlite3_result_text(context, result, -1, unsafeBitCast(-1, to: sqlite3_destructor_type.self))
  }

  private static let progress: @convention(c) (UnsafeMutableRawPointer?) -> Int32 = { pointer in
    guard let pointer else { return 0 }
    return ContinuousClock.now > Unmanaged<Watch>.fromOpaque(pointer).takeUnretainedValue().deadline ? 1 : 0
  }

  private static let authorizer:
    @convention(c) (
      UnsafeMutableRawPointer?, Int32, UnsafePointer<CChar>?, UnsafePointer<CChar>?, UnsafePointer<CChar>?,
      UnsafePointer<CChar>?
    ) -> Int32 = { pointer, action, first, second, _, _ in
      guard let pointer, Unmanaged<Watch>.fromOpaque(pointer).takeUnretainedValue().isGuarded else { return SQLITE_OK }
      switch action {
      case SQLITE_ATTACH, SQLITE_DETACH, SQLITE_CREATE_VTABLE, SQLITE_DROP_VTABLE:
        return SQLITE_DENY
      case SQLITE_FUNCTION:
        let name = second.map { String(cString: $0).lowercased() } ?? ""
        return ["load_extension", "fts3_tokenizer"].contains(name) ? SQLITE_DENY : SQLITE_OK
      case SQLITE_PRAGMA:
        // Those that look; none that set.
        let name = first.map { String(cString: $0).lowercased() } ?? ""
        let looks = ["table_info", "table_xinfo", "table_list", "index_list", "index_info", "foreign_key_list"]
        return looks.contains(name) ? SQLITE_OK : SQLITE_DENY
      default: return SQLITE_OK
      }
    }
}
