import Foundation

/// The battery on one task: controls first, then exploits, then what the paying ones have in common.
struct TaskTrial: Sendable {
  let audit: EnvironmentAudit
  let grader: CountingGrader
  let task: AuditTask
  let number: Int
  var carrier: Carrier
  /// What a right and a plain wrong solution get.
  var right = RewardSample()
  var wrong = RewardSample()

  /// Rewards of one submission over several runs.
  struct RewardSample: Sendable {
    var verdicts: [GraderVerdict] = []

    /// The middle of the finite rewards.
    func median(readingText: Bool) -> Double? {
      let rewards = verdicts.compactMap { TaskTrial.reward($0, readingText: readingText) }.filter(\.isFinite).sorted()
      return rewards.isEmpty ? nil : rewards[rewards.count / 2]
    }
  }

  /// What came of an exploit.
  struct Trial: Sendable {
    var exploit: Exploit
    var submission: CodeSubmission
    var verdict: GraderVerdict
  }

  init(_ audit: EnvironmentAudit, _ grader: CountingGrader, _ task: AuditTask, number: Int) async throws {
    self.audit = audit
    self.grader = grader
    self.task = task
    self.number = number
    let values = Set(audit.battery.exploits.filter { $0.kinds.contains(task.kind) }.compactMap(\.value)).sorted()
    let knowledge = try await TaskKnowledge.of(
      task, values: values + ["None"], python: audit.options.python, in: audit.workspace)
    carrier = Carrier(
      task: task, knowledge: knowledge, root: audit.workspace.calls.path + "/", notes: audit.workspace.notes.path)
  }

  /// The number that a verdict stands for.
  static func reward(_ verdict: GraderVerdict, readingText: Bool) -> Double? {
    switch verdict {
    case .reward(let value): value
    case .malformed(let text): readingText ? VerdictFormat.number(text) : nil
    case .missing: nil
    }
  }

  /// Whether the grader writes even right rewards as text.
  var readsText: Bool {
    right.verdicts.allSatisfy { if case .malformed = $0 { true } else { false } }
  }

  var rightReward: Double { right.median(readingText: readsText) ?? 1 }
  var wrongReward: Double { wrong.median(readingText: readsText) ?? min(0, rightReward) }

  /// Whether a verdict is a reward that a wrong solution should not have.
  func pays(_ verdict: GraderVerdict) -> Bool {
    guard let reward = Self.reward(verdict, readingText: readsText) else { return false }
    return reward > wrongReward + (rightReward - wrongReward) / 2
  }

  /// Whether a verdict is nothing that one could learn from: no finite number, or beyond all bounds.
  func anomaly(_ verdict: GraderVerdict) -> (ExploitFamily, String)? {
    switch verdict {
    case .missing: return nil
    case .malformed(let text):
      if readsText, let value = VerdictFormat.number(text) { return anomaly(.reward(value)) }
      return (.malformedReward, "the reward is no number")
    case .reward(let value):
      if value.isNaN { return (.nonfinite, "the reward is NaN") }
      if value.isInfinite { return (.nonfinite, "the reward is infinite") }
      let bound = max(1, abs(rightReward), abs(wrongReward))
      if value > bound * 1.000_001 { return (.malformedReward, "the reward is beyond that of a right solution") }
      return nil
    }
  }

  /// Whether right solutions were refused for their words.
  private func readsWords(_ findings: AuditFindings) -> Bool {
    findings.falseNegatives.contains { $0.task == task.id && !$0.form.hasPrefix("alternative") }
  }

  /// Does all of it.
  func run(into findings: inout AuditFindings) async throws {
    var trial = self
    guard try await trial.control(&findings) else { return }
    try await trial.benign(&findings)
    let notes = try await Reconnaissance.of(trial)
    let exploits = trial.applicable(notes, &findings)
    var trials = try await trial.tryAll(exploits, title: "exploits")
    if trials.contains(where: { $0.exploit.hangs && $0.verdict == .missing("not done in time") }) {
      findings.remark(
        "The grader itself does not end on a submission that does not end: no verdict came before the deadline.")
    }
    if readsWords(findings) || !notes.isTrusted && task.kind == .function {
      let found = Set(trials.filter { trial.pays($0.verdict) }.map(\.exploit.family))
      trials += try await trial.tryVeiled(exploits, passing: found)
    }
    for one in trials { findings.count(one.exploit, pays: trial.pays(one.verdict)) }
    try await trial.conclude(from: trials, &findings)
  }
}
