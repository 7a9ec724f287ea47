/// Takes from what paid what pays for a simpler reason.
struct Explanation {
  private let paying: [TaskTrial.Trial]

  init(_ paying: [TaskTrial.Trial]) {
    self.paying = paying
  }

  private func pays(_ prefix: String) -> Bool { paying.contains { $0.exploit.id.hasPrefix(prefix) } }

  /// The groups that remain, by their place, each without the exploits that are explained.
  func kept(
    _ groups: [[TaskTrial.Trial]], remarking remark: (String) -> Void
  ) -> [(Int, [TaskTrial.Trial])] {
    let callErrors = paying.contains { $0.exploit.family == .error && $0.exploit.placement == .call }
    let errors = paying.contains { $0.exploit.family == .error }
    // What returns something, and is paid, has then shown nothing by it.
    let anything = pays("wrong_answer/constant-'wrong on purpose'")
    var dropped: Set<ExploitFamily> = []
    let kept = groups.enumerated().compactMap { index, group -> (Int, [TaskTrial.Trial])? in
      let rest = group.filter { trial in
        let exploit = trial.exploit
        if exploit.unless.contains(where: { pays($0) && !exploit.id.hasPrefix($0) }) { return false }
        if callErrors, ![.error, .wrongAnswer, .specialCasing].contains(exploit.family) {
          dropped.insert(exploit.family)
          return false
        }
        if errors, [.exit, .shadowing, .configuration, .timeout].contains(exploit.family) {
          dropped.insert(exploit.family)
          return false
        }
        if anything, [.equality, .nonfinite, .readingExpected].contains(exploit.family) {
          dropped.insert(exploit.family)
          return false
        }
        return true
      }
      return rest.isEmpty ? nil : (index, rest)
    }
    if !dropped.isEmpty {
      let names = ExploitFamily.allCases.filter(dropped.contains).map(\.title).joined(separator: ", ")
      remark(
        "\(anything ? "A text that answers nothing counts as right" : "Errors count as a pass"), which may be all that "
          + "rewards exploits of other families (\(names)): close this first and audit again.")
    }
    return kept
  }
}
