import HTTPTypes
import Hummingbird
import Logging

/// Gives every answer the headers that browsers need to be strict, and every failure the shape of the API's errors.
struct AnswerMiddleware: RouterMiddleware {
  typealias Context = ServiceContext

  func handle(
    _ request: Request, context: ServiceContext, next: (Request, ServiceContext) async throws -> Response
  ) async throws -> Response {
    var response: Response
    do {
      response = try await next(request, context)
    } catch let error as ServiceError {
      response = error.response(from: request, context: context)
    } catch let error as HTTPError where error.status == .notFound && Self.isPage(request) {
      response = DashboardFrame.response(DashboardError.unknownPage)
    } catch let error as HTTPError {
      response = Self.error(of: error, request).response(from: request, context: context)
    } catch let error as any HTTPResponseError {
      // A body that is too large is told by another type of error.
      response =
        error.status == .contentTooLarge
        ? Self.error(of: HTTPError(.contentTooLarge), request).response(from: request, context: context)
        : try error.response(from: request, context: context)
    } catch is CancellationError {
      // The client has gone, or the service is stopping: nobody may read this.
      response = ServiceError(.serviceUnavailable, .shuttingDown, "The request was given up.")
        .response(from: request, context: context)
    } catch {
      context.logger.error("a request failed", metadata: ["path": "\(request.uri.path)", "error": "\(error)"])
      response = ServiceError(.internalServerError, .modelFailed, "The request failed: \(error)")
        .response(from: request, context: context)
    }
    response.headers[.xContentTypeOptions] = "nosniff"
    // Pages say otherwise: without it their forms would come from nowhere.
    if let name = HTTPField.Name("Referrer-Policy"), response.headers[name] == nil {
      response.headers[name] = "no-referrer"
    }
    if response.headers[.contentSecurityPolicy] == nil {
      response.headers[.contentSecurityPolicy] = "default-src 'none'; frame-ancestors 'none'"
    }
    return response
  }

  /// Whether a browser asks, and not a program, which is told in the shape of its API.
  private static func isPage(_ request: Request) -> Bool {
    request.method == .get && request.headers[.accept]?.contains("text/html") == true
      && !request.uri.path.hasPrefix("/v1")
  }

  private static func error(of error: HTTPError, _ request: Request) -> ServiceError {
    switch error.status {
    case .notFound:
      ServiceError(.notFound, .notFound, "There is nothing at \(request.method) \(request.uri.path.prefix(200)).")
    case .contentTooLarge:
      ServiceError(
        .contentTooLarge, .tooLarge,
        "The body has more than \(ServiceContext.largestBody >> 20) MiB. Send less at once.")
    default:
      ServiceError(
        error.status, error.status == .methodNotAllowed ? .methodNotAllowed : .invalidValue,
        error.body ?? error.status.reasonPhrase)
    }
  }
}
