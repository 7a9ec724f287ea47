import Foundation

extension AuditConfiguration {
  /// Reads an audit file strictly.
  ///
  /// - Parameter overrides: dotted keys with values, as `samples=4`. Later ones win.
  /// - Throws: `SettingsError` that names the key, its line and what was expected.
  public init(contentsOf url: URL, overrides: [String] = []) throws {
    let text: String
    do {
      text = try String(contentsOf: url, encoding: .utf8)
    } catch {
      throw SettingsError(.unreadable, "\(url.path) cannot be read; name an audit file, or use flags alone")
    }
    try self.init(yaml: text, name: url.lastPathComponent, overrides: overrides)
    base = url.deletingLastPathComponent()
  }

  /// Reads an audit from YAML.
  ///
  /// - Parameter name: what messages call the file.
  public init(yaml: String, name: String = "audit.yaml", overrides: [String] = []) throws {
    let overrides = try overrides.map(SettingsNode.init(override:))
    let tree = try overrides.reduce(SettingsNode(yaml: yaml, name: name)) { $0.overlaid(by: $1) }
    let completed = try SettingsSchema(defaults: AuditConfiguration()).complete(tree)
    self = try completed.decode()
    try validate(writtenIn: completed)
  }

  /// The resolved audit: every setting written out, as it is kept with what was asked.
  public func yaml() throws -> String {
    let tree = try SettingsNode(encoding: self)
    guard case .mapping(let entries) = tree.content else { return "" }
    let order = CodingKeys.allCases.map { SettingsDecoder.snakeCase($0.stringValue) }
    let sorted = entries.sorted { (order.firstIndex(of: $0.key) ?? 0) < (order.firstIndex(of: $1.key) ?? 0) }
    return try SettingsNode(content: .mapping(sorted), origin: .standard).yaml()
  }

  private func validate(writtenIn tree: SettingsNode) throws {
    func check(_ path: String, _ isValid: Bool, _ expected: String) throws {
      guard !isValid else { return }
      let node = path.split(separator: ".").reduce(Optional(tree)) { $0?[String($1)] }
      let place = node.map { " \($0.origin) is \($0.kind);" } ?? ""
      throw SettingsError(.invalid, "'\(path)'\(place) expected \(expected)")
    }
    let characters = name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) }
    try check("name", characters && !name.hasPrefix("."), "a name of letters, digits, '-', '_' and '.'")
    try check(
      "models", models.isEmpty != rollouts.isEmpty, "at least one model, or recorded rollouts in their place")
    try check("window", window > 0, "at least 1 step")
    try check("limit", limit >= 0, "0 or more")
    try check("samples", samples >= 0, "0 for what fits the prompts, or a number of answers")
    try check("margin", margin > 0 && margin < 1, "a share above 0 and below 1, such as 0.05")
    try check("alpha", alpha > 0 && alpha < 0.5, "an error rate above 0 and below 0.5, such as 0.05")
    try check("reference", reference != .training, "bare or deployment: training cues are compared with it")
    try check("seed", seed <= UInt64(Int64.max), "a seed below 2^63")
    try check("maximum_tokens", maximumTokens >= 0, "0 for what fits the model, or a number of tokens")
    try check("temperature", temperature >= 0, "0 or more")
    try check("top_p", topP > 0 && topP <= 1, "above 0, at most 1")
    try check("endpoint.concurrency", endpoint.concurrency > 0, "at least 1")
    try check("endpoint.deadline", endpoint.deadline > 0, "above 0")
    try check("endpoint.retries", endpoint.retries >= 0, "0 or more")
    _ = try endpoint.chatOptions()
    try check("endpoint.token_budget", endpoint.tokenBudget >= 0, "0 for no bound, or a number of tokens")
    try check("endpoint.cost_budget", endpoint.costBudget >= 0, "0 for no bound, or a cost")
    try check(
      "endpoint.cost_budget",
      endpoint.costBudget == 0 || endpoint.promptPrice > 0 || endpoint.completionPrice > 0,
      "endpoint.prompt_price and endpoint.completion_price beside it: without them no cost is known")
    try check("judges", Set(judges).count == judges.count, "no judge twice")
    for judge in judges { _ = try JudgeReference(judge) }
  }
}
