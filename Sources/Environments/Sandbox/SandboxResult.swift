import Foundation

/// How something that was run in the sandbox ended.
public struct SandboxResult: Sendable, Hashable {
  /// Why it was killed before it ended by itself.
  public enum Stop: String, Sendable, Hashable, Codable {
    case deadline
    case memory
    case processes
    case output
  }

  /// The exit status; `nil` where a signal ended it. 128 + the signal's number where that ended a command's process.
  public var status: Int?
  /// `nil` where it ended by itself.
  public var stop: Stop?
  public var output: Data
  public var error: Data
  /// Every regular file in the work directory afterwards, where they were asked for.
  public var files: [String: Data]
  /// Whether there were more files than were asked for.
  public var isTruncated: Bool
  /// Seconds from its start to its end.
  public var wallSeconds: Double
  /// Seconds on processors.
  public var cpuSeconds: Double
  /// What a program of ours in the cell sent back. A solution in the same process can send something too.
  package var recorded: Data

  /// Whether it ended by itself with status 0.
  public var isSuccess: Bool { status == 0 && stop == nil }

  /// The lines of `recorded`; one that did not end is none.
  package var records: [Data] {
    guard let end = recorded.lastIndex(of: UInt8(ascii: "\n")) else { return [] }
    return recorded[..<end].split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { Data($0) }
  }
}
