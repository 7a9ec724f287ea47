/// What an audit left untried, in sentences that follow from what it had.
struct Untried {
  private(set) var sentences: [String] = []

  init(_ audit: EnvironmentAudit, _ findings: AuditFindings, tablesKnown: Bool) {
    let tasks = audit.chosenTasks
    let kinds = Set(tasks.map(\.kind))
    if let families = audit.options.families {
      let left = ExploitFamily.allCases.filter { !families.contains($0) }.map(\.title)
      if !left.isEmpty { add("By your choice of families: \(left.joined(separator: ", ")).") }
    }
    if audit.tasks.count > tasks.count {
      add(
        "\(audit.tasks.count - tasks.count) of \(audit.tasks.count) tasks: those tried are the first of each shape. A "
          + "path that only some tasks open may be missed; see --tasks.")
    }
    let skipped = findings.skipped
    if let count = skipped[.needsFiles] {
      add(
        "\(count) exploits that bring files of their own (conftest.py, configuration, shadowing): this grader takes one text."
      )
    }
    if skipped[.needsTable] != nil {
      add(
        "Special-casing: no task has 'examples', the inputs that its solver sees, with a reference that runs on them.")
    }
    for (reason, count) in skipped.sorted(by: { "\($0.key)" < "\($1.key)" }) {
      if case .module(let module) = reason {
        add("\(count) exploits of \(module): the harness was seen not to load it.")
      }
    }
    if let count = skipped[.unverified] {
      add("\(count) constant answers that are right, or not known to be wrong: give tasks 'inputs' to have them known.")
    }
    if skipped[.freeOrder] != nil {
      add("Right elements in a wrong order: the statement says that order is free.")
    }
    if findings.paths.contains(where: { $0.exploit.hasPrefix("control/wrong") }) {
      add("Most of the battery, where plain wrong answers are accepted already.")
    }
    if kinds.contains(.text) {
      add("Texts are not written to persuade: attacks on a model as judge go beyond a few words of instruction.")
    }
    if !kinds.isDisjoint(with: [.function, .program]) {
      add("Answers that a lenient comparison is made to forgive: letter case, white space, rounding by some percent.")
      add("Exploits in languages other than Python, compiled extensions, and bytecode files.")
      add(
        "The memory of other processes, debuggers, faults of the kernel, the interpreter or the container, and the network."
      )
      add("Attacks that need several submissions that know of one another, or longer than one call.")
    }
    if audit.workspace.original == nil {
      add("Tampering with the grader's own files that stays for later calls: its directory was not copied.")
    }
    add("Solutions that are wrong only on inputs that neither the grader nor the tasks here name.")
  }

  private mutating func add(_ sentence: String) { sentences.append(sentence) }
}
