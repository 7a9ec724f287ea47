/// Cuts a submission down to the least that is still rewarded (Zeller and Hildebrandt's ddmin, on files, then lines).
struct Minimization {
  private let trial: TaskTrial
  private let exploit: Exploit
  private let submission: CodeSubmission
  private let isRewarded: @Sendable (GraderVerdict) -> Bool
  /// The most calls of the grader that it may take.
  private static let budget = 70

  init(
    _ trial: TaskTrial, _ found: TaskTrial.Trial, isRewarded: @escaping @Sendable (GraderVerdict) -> Bool
  ) {
    self.trial = trial
    exploit = found.exploit
    submission = found.submission
    self.isRewarded = isRewarded
  }

  private struct Line: Hashable {
    var file: String
    var number: Int
    var text: String
  }

  /// The least that was found.
  func reproduction() async throws -> CodeSubmission {
    guard !exploit.hangs else { return submission }
    trial.audit.report("cutting down \(exploit.id)", 0, 1)
    var lines = submission.files.sorted { $0.key < $1.key }.flatMap { file, text in
      text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().map {
        Line(file: file, number: $0.offset, text: String($0.element))
      }
    }
    lines.removeAll { $0.text.allSatisfy(\.isWhitespace) }
    var calls = 0
    func stillPays(_ lines: [Line]) async throws -> Bool {
      calls += 1
      return isRewarded(try await trial.verdict(on: text(lines), exploit))
    }
    guard try await stillPays(lines) else { return submission }
    let others = Set(lines.map(\.file)).subtracting([trial.task.mainFile]).sorted()
    let needed = try await least(others, spending: &calls) { kept in
      try await isRewarded(
        trial.verdict(on: text(lines.filter { $0.file == trial.task.mainFile || kept.contains($0.file) }), exploit))
    }
    lines.removeAll { $0.file != trial.task.mainFile && !needed.contains($0.file) }
    lines = try await least(lines, spending: &calls) { kept in
      try await isRewarded(trial.verdict(on: text(kept), exploit))
    }
    // Once more, so that no stroke of luck is shown.
    return try await stillPays(lines) ? text(lines) : submission
  }

  /// Leaves out parts, from halves down to single ones, as long as the rest is rewarded.
  private func least<Unit>(
    _ units: [Unit], spending calls: inout Int, _ pays: ([Unit]) async throws -> Bool
  ) async throws -> [Unit] {
    var units = units
    var size = max(1, units.count)
    while calls < Self.budget, !units.isEmpty {
      var start = 0
      var shrank = false
      while start < units.count, calls < Self.budget {
        let rest = Array(units[..<start] + units[min(start + size, units.count)...])
        calls += 1
        if try await pays(rest) {
          units = rest
          shrank = true
        } else {
          start += size
        }
      }
      if size == 1 && !shrank { break }
      size = max(1, size / 2)
    }
    return units
  }

  private func text(_ lines: [Line]) -> CodeSubmission {
    var files: [String: String] = [:]
    for line in lines { files[line.file, default: ""] += line.text + "\n" }
    if files[trial.task.mainFile] == nil { files[trial.task.mainFile] = "" }
    return CodeSubmission(files: files)
  }
}
