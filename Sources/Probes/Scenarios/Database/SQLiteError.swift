/// What SQLite complains of.
struct SQLiteError: Error, CustomStringConvertible {
  var description: String
}
