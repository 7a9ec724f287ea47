import Foundation

/// The directory that holds all runs, and the cache of stages that they share: `.titer` by default.
public struct Workspace: Sendable, Hashable {
  public let url: URL

  /// Names a workspace; nothing is created yet.
  public init(_ url: URL) {
    self.url = url.absoluteURL.standardizedFileURL
  }

  /// Finished stages by the hash of their inputs.
  public var cache: StageCache { StageCache(url.appending(path: "cache")) }

  /// The run of a name.
  ///
  /// - Parameter id: the whole name, a beginning of it that only one run has, or `latest` for the last one.
  /// - Throws: `RunError` where there is no such run, or more than one.
  public func run(_ id: String) throws -> RunDirectory {
    let all = runs()
    if let exact = all.first(where: { $0.id == id }) { return exact }
    if id == "latest", let last = all.last { return last }
    let matches = all.filter { $0.id.hasPrefix(id) }
    guard let match = matches.first else {
      let known = all.isEmpty ? "there are none yet" : "`titer runs` lists them"
      throw RunError(.unknownRun, "there is no run '\(id)' in \(url.path); \(known)")
    }
    guard matches.count == 1 else {
      throw RunError(.ambiguousRun, "'\(id)' may be \(matches.map(\.id).joined(separator: " or ")); write more of it")
    }
    return match
  }

  /// All runs, the oldest first.
  public func runs() -> [RunDirectory] {
    let entries =
      (try? FileManager.default.contentsOfDirectory(at: runsDirectory, includingPropertiesForKeys: nil)) ?? []
    return entries.map(RunDirectory.init).filter(\.holdsRun).sorted { $0.id < $1.id }
  }

  /// Creates the directory of a new run, named after the time and the experiment.
  ///
  /// - Throws: `RunError` with `notWritable`.
  public func createRun(of name: String, at date: Date) throws -> RunDirectory {
    let stamp = Self.stamp(date)
    do {
      try FileManager.default.createDirectory(at: runsDirectory, withIntermediateDirectories: true)
      var count = 1
      while true {
        let id = "\(stamp)-\(name)" + (count == 1 ? "" : "-\(count)")
        let directory = runsDirectory.appending(path: id, directoryHint: .isDirectory)
        if !FileManager.default.fileExists(atPath: directory.path) {
          try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: false)
          return RunDirectory(directory)
        }
        count += 1
      }
    } catch {
      throw RunError(
        .notWritable, "\(url.path) cannot be written; make it writable or choose another --directory", cause: error)
    }
  }

  /// A time as the names of runs begin with it: their order is that of time.
  static func stamp(_ date: Date) -> String {
    Date.VerbatimFormatStyle(
      format:
        "\(year: .defaultDigits)\(month: .twoDigits)\(day: .twoDigits)-\(hour: .twoDigits(clock: .twentyFourHour, hourCycle: .zeroBased))\(minute: .twoDigits)\(second: .twoDigits)",
      timeZone: .current, calendar: Calendar(identifier: .gregorian)
    ).format(date)
  }

  private var runsDirectory: URL { url.appending(path: "runs", directoryHint: .isDirectory) }
}
