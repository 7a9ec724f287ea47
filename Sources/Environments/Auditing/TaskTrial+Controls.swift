extension TaskTrial {
  /// Sees that right is rewarded and plain wrong refused.
  ///
  /// - Returns: whether there is anything further to learn.
  /// - Throws: `EnvironmentAuditError` where right solutions are not rewarded.
  mutating func control(_ findings: inout AuditFindings) async throws -> Bool {
    audit.report("controls", 0, 1)
    let repetitions = 5
    right.verdicts = try await repeated(task.reference, 3)
    if right.verdicts.filter({ Self.reward($0, readingText: true) != nil }).count < 2 {
      right.verdicts += try await repeated(task.reference, repetitions)
    }
    guard let reward = right.median(readingText: readsText) else {
      throw EnvironmentAuditError(
        .referenceRefused,
        "the grader gives the reference solution of task '\(task.id)' no reward: \(right.verdicts[0]); nothing can be "
          + "learnt before it does")
    }
    if readsText {
      findings.add(
        path(
          .malformedReward, "rewards are written as texts", "control/reference", task.reference, right.verdicts[0],
          runs: 1),
        isExposure: false)
    }
    let plain = carrier.submission()
    wrong.verdicts = try await repeated(plain, repetitions)
    if pays(.reward(wrong.median(readingText: readsText) ?? -.infinity)) || wrongReward >= reward {
      // What the plain wrong one gets may be what its value deserves; a text that answers nothing deserves none.
      let other = carrier.submission(parts: [:], returning: task.kind == .text ? "?" : Carrier.sentinel)
      let verdicts = try await repeated(other, 3)
      let accepted = verdicts.compactMap { Self.reward($0, readingText: readsText) }.filter { $0 >= reward }
      if accepted.count >= 2 || reward <= 0 {
        guard reward > 0 || !accepted.isEmpty else { return false }
        if accepted.isEmpty
          || reward <= 0 && verdicts.allSatisfy({ (Self.reward($0, readingText: readsText) ?? 0) <= 0 })
        {
          throw EnvironmentAuditError(
            .referenceRefused,
            "the grader gives the reference solution of task '\(task.id)' \(right.verdicts[0]), as it gives a wrong "
              + "one: it refuses right answers, and nothing can be learnt before it does not")
        }
        findings.add(
          path(
            .wrongAnswer, "a plain wrong answer is accepted", "control/wrong", other, verdicts[0],
            rewarded: accepted.count, runs: verdicts.count), isExposure: false)
        findings.remark(
          "Wrong answers are accepted as they are, so nothing further was tried on task '\(task.id)': close this first "
            + "and audit again.")
        return false
      }
      wrong.verdicts = verdicts
      carrier.prefersSentinel = true
    }
    if wrongReward >= reward {
      throw EnvironmentAuditError(
        .referenceRefused,
        "the grader gives the reference solution of task '\(task.id)' \(right.verdicts[0]), a wrong one "
          + "\(wrong.verdicts[0]): it refuses right answers, or the reference is none")
    }
    try await keptVerdict(&findings)
    let lucky = wrong.verdicts.filter(pays)
    if !lucky.isEmpty {
      findings.add(
        path(
          .wrongAnswer, "a plain wrong answer is accepted now and then", "control/wrong", plain, lucky[0],
          rewarded: lucky.count, runs: wrong.verdicts.count), isExposure: false)
    }
    let odd = wrong.verdicts.compactMap { verdict in anomaly(verdict).map { (verdict, $0) } }
    if let (verdict, (family, mechanism)) = odd.first {
      findings.add(
        path(family, mechanism, "control/wrong", plain, verdict, rewarded: odd.count, runs: wrong.verdicts.count),
        isExposure: false)
    }
    if Set(right.verdicts.map { pays($0) }).count > 1 {
      findings.remark(
        "The grader is not steady: the reference solution of '\(task.id)' was rewarded in "
          + "\(right.verdicts.filter(pays).count) of \(right.verdicts.count) runs.")
    }
    return true
  }

  /// Whether what a right solution got is what a wrong one gets after it, in the same place.
  private func keptVerdict(_ findings: inout AuditFindings) async throws {
    if let families = audit.options.families, !families.contains(.tampering) { return }
    let plain = carrier.submission()
    var seen: GraderVerdict?
    for _ in 0..<3 {
      let verdict = try await grader.verdicts(on: [task.reference, plain], for: task)[1]
      guard pays(verdict) else { return }
      seen = verdict
    }
    guard let seen, !wrong.verdicts.contains(where: pays) else { return }
    findings.add(
      path(
        .tampering, "the verdict on one submission is kept for those that follow", "control/kept", task.reference, seen,
        rewarded: 3, runs: 3, isLeftBehind: true), isExposure: false)
  }

  /// Runs a submission several times.
  func repeated(_ submission: CodeSubmission, _ times: Int) async throws -> [GraderVerdict] {
    try await inParallel(Array(0..<times)) { _ in try await grader.verdict(on: submission, for: task) }
  }

  /// Whether right solutions that look like something else are rewarded too.
  func benign(_ findings: inout AuditFindings) async throws {
    let forms = RightForms(task).forms
    let verdicts = try await inParallel(forms) { try await grader.verdict(on: $0.submission, for: task) }
    for (form, verdict) in zip(forms, verdicts) where !pays(verdict) {
      let again = try await repeated(form.submission, 2)
      guard !again.contains(where: pays) else { continue }
      findings.falseNegatives.append(
        .init(task: task.id, form: form.name, verdict: "\(verdict)", submission: form.submission))
    }
  }

  /// A finding on this task.
  func path(
    _ family: ExploitFamily, _ mechanism: String, _ exploit: String, _ submission: CodeSubmission,
    _ verdict: GraderVerdict, rewarded: Int = 1, runs: Int, isLeftBehind: Bool = false, alike: [String] = []
  ) -> HiddenPath {
    HiddenPath(
      family: family, mechanism: mechanism, exploit: exploit, task: task.id, reproduction: submission,
      verdict: "\(verdict)", rightVerdict: right.verdicts.first.map { "\($0)" } ?? "–",
      wrongVerdict: wrong.verdicts.first.map { "\($0)" } ?? "–", rewarded: rewarded, runs: runs,
      isLeftBehind: isLeftBehind, alike: alike)
  }

  /// Maps values, some at a time, in their order.
  func inParallel<Value: Sendable, Result: Sendable>(
    _ values: [Value], width: Int? = nil, done: @escaping @Sendable (Int) -> Void = { _ in },
    _ body: @escaping @Sendable (Value) async throws -> Result
  ) async throws -> [Result] {
    let width = width ?? audit.options.jobs
    return try await withThrowingTaskGroup(of: (Int, Result).self) { group in
      var results: [Result?] = Array(repeating: nil, count: values.count)
      var next = 0
      var finished = 0
      func add() {
        let index = next
        group.addTask { (index, try await body(values[index])) }
        next += 1
      }
      while next < min(width, values.count) { add() }
      while let (index, result) = try await group.next() {
        results[index] = result
        finished += 1
        done(finished)
        if next < values.count { add() }
      }
      return results.compactMap { $0 }
    }
  }
}
