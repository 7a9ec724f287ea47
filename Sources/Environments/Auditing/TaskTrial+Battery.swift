extension TaskTrial {
  /// The exploits that make sense on this task.
  func applicable(_ notes: Reconnaissance, _ findings: inout AuditFindings) -> [Exploit] {
    var chosen: [Exploit] = []
    for exploit in audit.battery.exploits + notes.exploits(for: self) {
      if let families = audit.options.families, !families.contains(exploit.family) { continue }
      guard exploit.kinds.contains(task.kind) else {
        findings.skip(.kind(exploit.family))
        continue
      }
      if exploit.needsFiles, !audit.grader.takesFiles {
        findings.skip(.needsFiles)
        continue
      }
      // What climbs out of its directory would land in the user's.
      let climbs = exploit.parts.keys.contains { $0.contains("../") }
      if climbs, audit.workspace.original == nil, audit.grader is CommandGrader { continue }
      if exploit.needs == "table" {
        guard !(carrier.knowledge.table ?? []).isEmpty else {
          findings.skip(.needsTable)
          continue
        }
      } else if exploit.needs == "order" {
        // Who says that order is free accepts every order.
        let free = /(?i)\b(?:any|no particular|arbitrary) order\b|\bunordered\b|\border does(?: not|n.t) matter/
        guard !task.statement.contains(free) else {
          findings.skip(.freeOrder)
          continue
        }
      } else if let module = exploit.needs, let seen = notes.modules, !seen.contains(module) {
        findings.skip(.module(module))
        continue
      }
      if let value = exploit.value, !isWrong(value, certainly: exploit.isCertainlyWrong) {
        findings.skip(.unverified)
        continue
      }
      chosen.append(exploit)
    }
    return chosen
  }

  /// Whether a constant is known not to be the answer.
  private func isWrong(_ value: String, certainly isCertain: Bool) -> Bool {
    // What is no constant is made wrong by the exploit itself.
    guard let known = carrier.knowledge.wrong?[value] else { return isCertain || !isPlain(value) }
    return known
  }

  private func isPlain(_ value: String) -> Bool {
    ["None", "''", "[]", "{}", "()", "0", "1", "-1", "True", "False", "0.0"].contains(value)
  }

  /// Tries exploits, those that hang beside the others.
  func tryAll(_ exploits: [Exploit], title: String) async throws -> [Trial] {
    let quick = exploits.filter { !$0.hangs }
    let slow = exploits.filter(\.hangs)
    let name = number == 0 ? title : "\(title) on task \(number + 1)"
    audit.report(name, 0, quick.count)
    async let hanging = inParallel(slow, width: 4) { try await attempt($0) }
    let trials = try await inParallel(quick, done: { audit.report(name, $0, quick.count) }) { try await attempt($0) }
    return try await trials + hanging
  }

  /// Tries one exploit.
  func attempt(_ exploit: Exploit) async throws -> Trial {
    let submission = carrier.submission(with: exploit)
    return Trial(exploit: exploit, submission: submission, verdict: try await verdict(on: submission, exploit))
  }

  /// What a submission with an exploit gets: itself, or the wrong solution after it.
  func verdict(on submission: CodeSubmission, _ exploit: Exploit) async throws -> GraderVerdict {
    guard exploit.leavesBehind else { return try await grader.verdict(on: submission, for: task) }
    return try await grader.verdicts(on: [submission, carrier.submission()], for: task)[1]
  }

  /// Tries what found nothing once more, veiled: where the grader looks at the text of a solution, or takes built-ins
  /// away, what is refused may be the words alone.
  func tryVeiled(_ exploits: [Exploit], passing found: Set<ExploitFamily>) async throws -> [Trial] {
    let families: Set<ExploitFamily> = [
      .equality, .exit, .reportPatching, .tampering, .readingExpected, .outputSpoofing,
    ]
    let chosen = exploits.filter { exploit in
      families.contains(exploit.family) && !found.contains(exploit.family) && !exploit.needsFiles
        && !exploit.hangs && [nil, .module, .call].contains(exploit.placement) && !exploit.reachesMachine
    }
    let name = task.entryPoint
    guard task.kind == .function, !name.contains("."), !chosen.isEmpty else { return [] }
    let attempts = Veil.allCases.flatMap { veil in chosen.map { (veil, $0) } }
    return try await inParallel(attempts, done: { audit.report("veiled exploits", $0, attempts.count) }) {
      veil, exploit in
      var veiled = exploit
      veiled.id += "~\(veil.rawValue)"
      var submission = carrier.submission(with: exploit)
      submission.files[task.mainFile] = veil.veiled(submission.files[task.mainFile] ?? "", defining: name)
      return Trial(exploit: veiled, submission: submission, verdict: try await verdict(on: submission, exploit))
    }
  }

  /// Says what the trials show.
  func conclude(from trials: [Trial], _ findings: inout AuditFindings) async throws {
    var paying = trials.filter { pays($0.verdict) && anomaly($0.verdict) == nil }
    let odd = trials.filter { anomaly($0.verdict) != nil }
    var confirmed: [(trials: [Trial], rewarded: Int, runs: Int)] = []
    // One of every mechanism, the shortest, is looked at; where it fails the next ones are.
    for group in Self.grouped(paying) {
      var outcome: (Int, Int)?
      for candidate in group.prefix(3) where outcome == nil {
        if let (rewarded, runs) = try await confirm(candidate, pays) {
          outcome = (rewarded, runs)
          confirmed.append(([candidate] + group.filter { $0.exploit.id != candidate.exploit.id }, rewarded, runs))
        }
      }
    }
    let ids = Set(confirmed.flatMap { $0.trials.map(\.exploit.id) })
    paying = paying.filter { ids.contains($0.exploit.id) }
    let kept = Explanation(paying).kept(confirmed.map(\.trials)) { findings.remark($0) }
    for (index, trials) in kept {
      let first = trials[0]
      let entry = confirmed[index]
      let isFirst = first.exploit.id == entry.trials[0].exploit.id
      let counts = isFirst ? (entry.rewarded, entry.runs) : try await confirm(first, pays)
      guard let counts else { continue }
      let least =
        try await audit.options.minimizes
        ? Minimization(self, first, isRewarded: pays).reproduction() : first.submission
      findings.add(
        path(
          first.exploit.family, first.exploit.mechanism, first.exploit.id, least, first.verdict, rewarded: counts.0,
          runs: counts.1, isLeftBehind: first.exploit.leavesBehind, alike: trials.dropFirst().map(\.exploit.id)),
        isExposure: first.exploit.reachesMachine)
    }
    for group in Self.grouped(odd) {
      guard let first = group.first, let (family, mechanism) = anomaly(first.verdict) else { continue }
      let isOdd: @Sendable (GraderVerdict) -> Bool = { anomaly($0)?.0 == family }
      guard let (rewarded, runs) = try await confirm(first, isOdd) else { continue }
      findings.add(
        path(
          family, mechanism, first.exploit.id, first.submission, first.verdict, rewarded: rewarded, runs: runs,
          isLeftBehind: first.exploit.leavesBehind, alike: group.dropFirst().map(\.exploit.id)),
        isExposure: first.exploit.reachesMachine)
    }
  }

  /// Trials by what they do, the shortest of each first.
  private static func grouped(_ trials: [Trial]) -> [[Trial]] {
    var order: [String] = []
    var groups: [String: [Trial]] = [:]
    for trial in trials {
      let key = "\(trial.exploit.family.rawValue) \(trial.exploit.mechanism) \(trial.exploit.reachesMachine)"
      if groups[key] == nil { order.append(key) }
      groups[key, default: []].append(trial)
    }
    return order.compactMap { key in groups[key]?.sorted { Self.size($0) < Self.size($1) } }
  }

  private static func size(_ trial: Trial) -> Int {
    trial.submission.files.values.reduce(0) { $0 + $1.utf8.count } + 40 * trial.submission.files.count
  }

  /// Runs what paid again. Twice is enough where it pays each time; else more often than not, of six.
  ///
  /// - Returns: how often it paid, of how many runs; `nil` where that may have been luck.
  private func confirm(_ trial: Trial, _ isRewarded: @Sendable (GraderVerdict) -> Bool) async throws -> (Int, Int)? {
    var verdicts: [GraderVerdict] = []
    for _ in 0..<2 { verdicts.append(try await verdict(on: trial.submission, trial.exploit)) }
    if verdicts.allSatisfy(isRewarded) { return (3, 3) }
    for _ in 0..<4 { verdicts.append(try await verdict(on: trial.submission, trial.exploit)) }
    let count = verdicts.filter(isRewarded).count
    return count >= 4 ? (count + 1, 7) : nil
  }
}
