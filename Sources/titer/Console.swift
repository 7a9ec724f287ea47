import Foundation

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Standard error, where progress and complaints go; standard output is for results.
enum Console {
  /// Whether a person is watching.
  static var isTerminal: Bool { isatty(STDERR_FILENO) != 0 && ProcessInfo.processInfo.environment["TERM"] != "dumb" }

  /// The number of columns.
  static var width: Int {
    var size = winsize()
    return ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : 80
  }

  /// Writes text as it is.
  @Sendable static func write(_ text: String) {
    // A closed pipe is no reason to stop the work.
    try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
  }

  /// Writes a complaint in the manner of command-line programs.
  static func complain(_ message: String) {
    write("titer: \(message)\n")
  }
}
