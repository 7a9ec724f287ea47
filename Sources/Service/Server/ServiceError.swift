import HTTPTypes
import Hummingbird
import OpenAIBackend

/// Why a request is not met, as OpenAI's API and Tinker's say it: a status, a sentence, and the field that it is about.
public struct ServiceError: HTTPResponseError, Sendable, CustomStringConvertible {
  /// Stable names of what can go wrong.
  public enum Code: String, Sendable, Hashable {
    /// The body is no JSON object.
    case invalidJSON = "invalid_json"
    /// A field is missing, of the wrong type, or out of its range.
    case invalidValue = "invalid_value"
    /// A field that no endpoint here knows.
    case unknownField = "unknown_field"
    /// A field that is known elsewhere and does nothing here.
    case unsupported = "unsupported_parameter"
    case modelNotFound = "model_not_found"
    /// A session of Tinker's API that has ended, or a result that is no longer kept.
    case gone
    case contextLengthExceeded = "context_length_exceeded"
    case notFound = "not_found"
    case methodNotAllowed = "method_not_allowed"
    case unauthorized = "invalid_api_key"
    case forbidden
    case tooLarge = "body_too_large"
    case tooManyRequests = "too_many_requests"
    case timedOut = "timed_out"
    case shuttingDown = "shutting_down"
    case modelFailed = "model_failed"
    /// A setting with which the service must not start.
    case misconfigured
  }

  public var status: HTTPResponse.Status
  public var code: Code
  /// A sentence that says what to do.
  public var message: String
  /// The field of the request that it is about.
  public var parameter: String?
  public var headers: HTTPFields

  /// Creates an error.
  public init(
    _ status: HTTPResponse.Status, _ code: Code, _ message: String, parameter: String? = nil,
    headers: HTTPFields = [:]
  ) {
    self.status = status
    self.code = code
    self.message = message
    self.parameter = parameter
    self.headers = headers
  }

  /// A field that cannot be what it is.
  static func invalid(_ parameter: String, _ message: String) -> ServiceError {
    ServiceError(.badRequest, .invalidValue, "'\(parameter)' \(message)", parameter: parameter)
  }

  public var description: String { message }

  private var type: String {
    switch status {
    case .unauthorized: "authentication_error"
    case .forbidden: "permission_error"
    case .notFound: "not_found_error"
    case .tooManyRequests: "rate_limit_error"
    case _ where status.code >= 500: "server_error"
    default: "invalid_request_error"
    }
  }

  /// `{"error": {…}}`.
  var json: JSONValue {
    [
      "error": [
        "message": .string(message), "type": .string(type), "param": parameter.map(JSONValue.string) ?? .null,
        "code": .string(code.rawValue),
      ]
    ]
  }

  /// `{"detail": …}`, as clients of Tinker's API read it.
  private var detail: JSONValue { ["detail": .string(message), "code": .string(code.rawValue)] }

  public func response(from request: Request, context: some RequestContext) -> Response {
    var response = Response(request.uri.path.hasPrefix(TinkerRoutes.root) ? detail : json, status: status)
    for field in headers { response.headers[field.name] = field.value }
    return response
  }
}

extension Response {
  /// An answer in JSON.
  init(_ value: JSONValue, status: HTTPResponse.Status = .ok) {
    self.init(
      status: status, headers: [.contentType: "application/json"],
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: JSONWriter.bytes(of: value))))
  }
}
