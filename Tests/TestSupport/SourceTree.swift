import Foundation

/// The package that is under test.
package enum SourceTree {
  /// The directory of `Package.swift`.
  package static var root: URL {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  }
}
