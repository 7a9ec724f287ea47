/// How a checkpoint of a run is named: `run[:arm[@step]]`, or like a path, `run[/arm[/seed-N][/step-N]]`.
struct RunReference: Sendable, Hashable {
  var run: String
  var arm: String?
  var seed: UInt64?
  var step: Int?
  /// Whether all checkpoints of the stage are meant: `step-*`.
  var namesAllSteps = false

  /// Reads a name.
  ///
  /// - Throws: `RunError` with `unknownCheckpoint` where it is none.
  init(_ name: String) throws {
    let error = RunError(
      .unknownCheckpoint, "'\(name)' names no checkpoint; write run:arm@step, such as mine:full@100")
    if name.contains("/"), !name.contains(":") {
      var parts = name.split(separator: "/", omittingEmptySubsequences: false).map(String.init)[...]
      guard let run = parts.popFirst(), !run.isEmpty, !parts.contains("") else { throw error }
      self.run = run
      if let next = parts.first, Self.number("step-", next) == nil, Self.number("seed-", next) == nil, next != "step-*"
      {
        arm = parts.removeFirst()
      }
      if let next = parts.first, let number = Self.number("seed-", next) {
        seed = number
        parts.removeFirst()
      }
      if let next = parts.popFirst() {
        namesAllSteps = next == "step-*"
        guard let number = Self.number("step-", next) ?? (namesAllSteps ? 0 : nil), number <= UInt64(Int.max) else {
          throw error
        }
        step = namesAllSteps ? nil : Int(number)
      }
      guard parts.isEmpty else { throw error }
    } else {
      let parts = name.split(separator: "@", maxSplits: 1).map(String.init)
      let names = parts.first?.split(separator: ":", maxSplits: 1).map(String.init) ?? []
      guard let run = names.first else { throw error }
      self.run = run
      arm = names.count > 1 ? names[1] : nil
      if parts.count > 1 {
        guard let number = Int(parts[1]) else { throw error }
        step = number
      }
    }
  }

  /// The number in a part such as `step-700`; zeros before it do not matter.
  private static func number(_ prefix: String, _ part: String) -> UInt64? {
    part.hasPrefix(prefix) ? UInt64(part.dropFirst(prefix.count)) : nil
  }
}
