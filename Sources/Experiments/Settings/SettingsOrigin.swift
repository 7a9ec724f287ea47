/// Where a setting was written.
enum SettingsOrigin: Sendable, Hashable, CustomStringConvertible {
  case file(name: String, line: Int)
  /// An override of the command line.
  case option(String)
  /// A default: nobody wrote it.
  case standard

  var description: String {
    switch self {
    case .file(let name, let line): "at line \(line) of \(name)"
    case .option(let text): "in --set \(text)"
    case .standard: "among the defaults"
    }
  }
}
