/// Runs commands where they can harm nobody.
public protocol CommandRunner: Sendable {
  /// Runs a command in a directory that holds these files and is gone afterwards.
  ///
  /// - Parameter files: their contents, by path from that directory.
  /// - Throws: where nothing could be run at all.
  func run(_ command: [String], files: [String: String]) async throws -> CommandOutput
}
