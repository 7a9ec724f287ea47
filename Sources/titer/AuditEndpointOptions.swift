import ArgumentParser
import Experiments

/// How `titer audit` and `titer probe` speak to endpoints.
struct AuditEndpointOptions: ParsableArguments {
  @Option(name: .long, help: "The environment variable that holds the endpoint's key.")
  var keyVariable: String?

  @Option(name: .long, help: "The most requests that are under way at once.")
  var concurrency: Int?

  @Option(name: .long, help: "Seconds for one request with all its repetitions.")
  var deadline: Double?

  @Flag(name: .long, help: "Have answers come as a stream, which keeps proxies from closing long requests.")
  var streaming = false

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Further fields of every request, as a JSON object; null leaves a field out.", valueName: "json"))
  var extraBody: String?

  @Option(name: .long, help: "Stop when so many tokens are used up.")
  var tokenBudget: Int?

  @Option(name: .long, help: "Stop when so much is spent; needs both prices.")
  var costBudget: Double?

  @Option(name: .long, help: "The price of a million tokens of prompts.")
  var promptPrice: Double?

  @Option(name: .long, help: "The price of a million tokens of answers.")
  var completionPrice: Double?

  /// The settings that are given.
  var overrides: [String] {
    AuditOverride.text("endpoint.key_variable", keyVariable)
      + AuditOverride.value("endpoint.concurrency", concurrency) + AuditOverride.value("endpoint.deadline", deadline)
      + (streaming ? ["endpoint.streaming=true"] : []) + AuditOverride.text("endpoint.extra_body", extraBody)
      + AuditOverride.value("endpoint.token_budget", tokenBudget)
      + AuditOverride.value("endpoint.cost_budget", costBudget)
      + AuditOverride.value("endpoint.prompt_price", promptPrice)
      + AuditOverride.value("endpoint.completion_price", completionPrice)
  }

  /// The settings, with what is not given as it is by default.
  var settings: EndpointSettings {
    var settings = EndpointSettings()
    if let keyVariable { settings.keyVariable = keyVariable }
    if let concurrency { settings.concurrency = concurrency }
    if let deadline { settings.deadline = deadline }
    if let tokenBudget { settings.tokenBudget = tokenBudget }
    if let costBudget { settings.costBudget = costBudget }
    if let promptPrice { settings.promptPrice = promptPrice }
    if let completionPrice { settings.completionPrice = completionPrice }
    return settings
  }
}
