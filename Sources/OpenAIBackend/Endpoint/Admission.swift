import ModelBackend

/// Who may send a request now: as many as may be under way at once, and as the budget has room for.
///
/// Those who wait come in in the order in which they came. An `EndpointClient` guards it.
struct Admission {
  /// One request's place.
  struct Ticket: Sendable {
    var number: Int
    /// The tokens that it takes at most.
    var bound: TokenCount
  }

  var usage = EndpointUsage()

  private let slots: Int
  private let budget: EndpointBudget
  private let prices: EndpointPrices?
  private var underWay = 0
  /// The bounds of all requests under way together.
  private var reserved = TokenCount()
  private var waiting: [(ticket: Ticket, continuation: CheckedContinuation<Ticket, any Error>)] = []
  /// Where in `waiting` those begin that still wait: taking the first away would move all others.
  private var first = 0
  private var issued = 0

  init(_ configuration: EndpointConfiguration) {
    slots = configuration.maximumConcurrency
    budget = configuration.budget
    prices = configuration.prices
    if prices != nil { usage.cost = 0 }
  }

  mutating func ticket(for bound: TokenCount) -> Ticket {
    issued += 1
    return Ticket(number: issued, bound: bound)
  }

  mutating func enqueue(_ ticket: Ticket, _ continuation: CheckedContinuation<Ticket, any Error>) {
    waiting.append((ticket, continuation))
    admit()
  }

  mutating func withdraw(_ ticket: Ticket) {
    guard let index = waiting[first...].firstIndex(where: { $0.ticket.number == ticket.number }) else { return }
    waiting.remove(at: index).continuation.resume(throwing: CancellationError())
    admit()
  }

  /// - Parameters:
  ///   - taken: what an answered request took, where the server says.
  ///   - estimate: what it took by an estimate; `nil` for a request without an answer.
  mutating func leave(_ ticket: Ticket, taken: TokenCount?, estimate: TokenCount?) {
    underWay -= 1
    reserved = reserved - ticket.bound
    if let tokens = taken ?? estimate {
      usage.answeredRequests += 1
      if taken == nil { usage.estimatedRequests += 1 }
      usage.promptTokens += tokens.prompt
      usage.completionTokens += tokens.completion
      usage.cost = prices.map { (usage.cost ?? 0) + $0.cost(of: tokens) }
    } else {
      usage.failedRequests += 1
    }
    admit()
  }

  private mutating func admit() {
    while first < waiting.count {
      let (ticket, continuation) = waiting[first]
      if !fits(ticket.bound) {
        continuation.resume(throwing: exhausted)
      } else if underWay < slots, fits(ticket.bound + reserved) {
        underWay += 1
        reserved = reserved + ticket.bound
        continuation.resume(returning: ticket)
      } else {
        break
      }
      first += 1
    }
    if first > 64, first * 2 > waiting.count {
      waiting.removeFirst(first)
      first = 0
    }
  }

  /// Whether `tokens` more stay within the budget.
  private func fits(_ tokens: TokenCount) -> Bool {
    let spent = TokenCount(prompt: usage.promptTokens, completion: usage.completionTokens) + tokens
    if let most = budget.maximumTokens, spent.total > most { return false }
    if let most = budget.maximumCost, let prices, prices.cost(of: spent) > most { return false }
    return true
  }

  private var exhausted: BackendError {
    var parts: [String] = []
    if let tokens = budget.maximumTokens {
      parts.append("\(usage.promptTokens + usage.completionTokens) of \(tokens) tokens")
    }
    if let cost = budget.maximumCost { parts.append("\(usage.cost ?? 0) of \(cost) in cost") }
    return BackendError(
      .budgetExhausted,
      "The endpoint's budget has no room for another request: \(parts.joined(separator: " and ")) are spent. "
        + "Raise the budget to go on.")
  }
}
