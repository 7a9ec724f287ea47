import Hummingbird

/// Refuses requests of clients that ask too often, before anything is done for them: guesses at the token count too.
struct RateLimitMiddleware: RouterMiddleware {
  typealias Context = ServiceContext

  private let limit: RateLimit

  init(_ limit: RateLimit) {
    self.limit = limit
  }

  func handle(
    _ request: Request, context: ServiceContext, next: (Request, ServiceContext) async throws -> Response
  ) async throws -> Response {
    if let delay = limit.delay(of: context.channel.remoteAddress?.ipAddress ?? "") {
      let seconds = Int((delay / .seconds(1)).rounded(.up))
      throw ServiceError(
        .tooManyRequests, .tooManyRequests,
        "Too many requests come from this address. Go on in \(seconds) s, and ask less often.",
        headers: [.retryAfter: "\(seconds)"])
    }
    return try await next(request, context)
  }
}
