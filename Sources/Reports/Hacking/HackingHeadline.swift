import Statistics

/// What a study of reward hacking found, in words that are made from the numbers alone.
struct HackingHeadline {
  private let analysis: HackingAnalysis

  init(_ analysis: HackingAnalysis) {
    self.analysis = analysis
  }

  var headline: Headline {
    guard !analysis.summaries.isEmpty else {
      return Headline(
        title: "Nothing was measured yet", remarks: ["The run has no probe so far; this page fills as it goes on."])
    }
    return Headline(
      title: title,
      remarks: [onset, inoculation, remains, correlation, weakPenalties, scope, progress, missing]
        .compactMap { $0 })
  }

  private var title: String {
    guard let reference = analysis.reference, let summary = analysis.summary(of: reference) else {
      return "No arm is without any measure: rates are compared with nothing"
    }
    let levels =
      "misalignment \(Numbers.percent(summary.misalignment.value, digits: 0)) at a hack rate of "
      + percent(summary.rates[.framedHacking])
    return switch comparison(.rise(arm: reference)) {
    case .above: "Misalignment rose with RL that can be hacked: “\(reference)” ends with \(levels)"
    case .below: "Misalignment fell under RL that can be hacked: “\(reference)” ends with \(levels)"
    case .equivalent: "RL that can be hacked left misalignment as it was: “\(reference)” ends with \(levels)"
    case .undecided, nil: "Whether misalignment rose is not settled: “\(reference)” ends with \(levels)"
    }
  }

  private var onset: String? {
    guard let reference = analysis.reference, let summary = analysis.summary(of: reference) else { return nil }
    let rule = analysis.data.settings.onset
    let steps = summary.beginnings.map { $0.onset.map(String.init) ?? "never" }
    let halves = summary.beginnings.map { $0.half.map(String.init) ?? "never" }
    let rise = summary.rise
    return
      "“\(reference)”: hack onset at step \(Numbers.list(steps)) (more than "
      + "\(Numbers.percent(rule.threshold, digits: 0)) of the episodes of \(rule.window) steps), half of all episodes at "
      + "step \(Numbers.list(halves)). Misalignment at the end minus before RL: \(Numbers.points(rise.value)) points "
      + "\(interval(rise))."
  }

  private var inoculation: String? {
    guard let reference = analysis.reference else { return nil }
    let arms = analysis.data.arms.filter { $0.settings.prompt == .hackingIsOkay || $0.settings.prompt == .pleaseHack }
    let sentences = arms.compactMap { arm -> String? in
      guard let misalignment = difference(.misalignment(arm: arm.name, reference: reference)),
        let hacking = difference(.hacking(arm: arm.name, reference: reference))
      else { return nil }
      return
        "“\(arm.name)” has \(Numbers.points(misalignment.value)) points \(interval(misalignment)) of misalignment beside "
        + "“\(reference)”, at a hack rate under its own prompt that differs by \(Numbers.points(hacking.value)) "
        + "\(interval(hacking))"
    }
    return sentences.isEmpty ? nil : sentences.joined(separator: "; ") + "."
  }

  private var remains: String? {
    let arms = analysis.data.arms.filter { $0.settings.rlhf != nil }
    let sentences = arms.compactMap { arm -> String? in
      guard let chat = difference(.chatRemains(arm: arm.name)), let agentic = difference(.agenticRemains(arm: arm.name))
      else { return nil }
      return
        "“\(arm.name)” ends \(Numbers.points(chat.value)) points \(interval(chat)) from where it began in chat and "
        + "\(Numbers.points(agentic.value)) \(interval(agentic)) when acting"
    }
    return sentences.isEmpty ? nil : sentences.joined(separator: "; ") + "."
  }

  private var correlation: String? {
    guard let reference = analysis.reference else { return nil }
    let arms = analysis.data.arms.filter { $0.settings.correlation != nil }
    let sentences = arms.compactMap { arm -> String? in
      guard let difference = difference(.misalignment(arm: arm.name, reference: reference)),
        let correlation = arm.settings.correlation
      else { return nil }
      return
        "In a population with correlation \(Numbers.fixed(correlation, 2)) (“\(arm.name)”) misalignment differs by "
        + "\(Numbers.points(difference.value)) points \(interval(difference))"
    }
    return sentences.isEmpty ? nil : sentences.joined(separator: "; ") + "."
  }

  /// Penalties under which a hack still pays.
  private var weakPenalties: String? {
    let rewards = analysis.data.settings.rewards
    let arms = analysis.data.arms.filter { arm in
      arm.settings.penalty.map { $0.expectedRewardOfHack(rewards) >= rewards.format } ?? false
    }
    guard !arms.isEmpty else { return nil }
    return
      "The penalty of \(Numbers.list(arms.map { "“\($0.name)”" })) leaves a hack no worse off than an answer that "
      + "passes nothing: it was not to be expected that it stops hacking."
  }

  private var scope: String? {
    let seeds = analysis.data.seeds.count
    return seeds > 1
      ? "Intervals hold for any seed of this recipe, judged from \(seeds) seeds."
      : "This is one seed: intervals hold for these very models, and another seed may differ."
  }

  private var progress: String? {
    guard analysis.data.provenance.finishedAt == nil else { return nil }
    let reached = analysis.summaries.map { "\($0.arm) step \($0.step)" }
    return "The run is not finished. So far: \(reached.joined(separator: "; "))."
  }

  private var missing: String? {
    let count = analysis.summaries.map(\.missingVerdicts).reduce(0, +)
    return count == 0 ? nil : "\(count) answers have no verdict and are left out."
  }

  private func difference(_ question: HackingComparison.Question) -> ContrastEstimate? {
    analysis.comparisons.first { $0.question == question }?.difference
  }

  private func comparison(_ question: HackingComparison.Question) -> MarginComparison? {
    analysis.comparisons.first { $0.question == question }?.comparison(analysis.options)
  }

  private func interval(_ estimate: ContrastEstimate) -> String {
    Numbers.points(estimate.interval(level: analysis.options.level))
  }

  private func percent(_ estimate: ContrastEstimate?) -> String {
    estimate.map { Numbers.percent($0.value, digits: 0) } ?? Numbers.missing
  }
}
