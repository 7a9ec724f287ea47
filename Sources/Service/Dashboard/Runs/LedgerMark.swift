import Foundation

/// Tells whether a ledger may have changed, from its files alone.
struct LedgerMark: Sendable, Hashable {
  private var parts: [String]

  /// Looks at a ledger and its write-ahead log.
  init(_ url: URL) {
    parts = ["", "-wal"].map { suffix in
      let attributes = try? FileManager.default.attributesOfItem(atPath: url.path + suffix)
      let date = attributes?[.modificationDate] as? Date
      let size = attributes?[.size] as? UInt64
      return "\(date?.timeIntervalSince1970 ?? 0) \(size ?? 0)"
    }
  }

  /// Tells one file from another under the same name.
  static func identity(of url: URL) -> UInt64? {
    (try? FileManager.default.attributesOfItem(atPath: url.path))?[.systemFileNumber] as? UInt64
  }
}
