import Foundation
import HTTPTypes
import OpenAIBackend
import Service
import Testing

@Suite("Access") struct AccessTests {
  @Test("The service does not start where others could reach it without a token, or with half of TLS")
  func configurations() throws {
    try ServiceConfiguration().validate()
    try ServiceConfiguration(host: "::1").validate()
    try ServiceConfiguration(host: "0.0.0.0", token: "0123456789abcdef").validate()
    for configuration in [
      ServiceConfiguration(host: "0.0.0.0"), ServiceConfiguration(host: "192.168.1.2"),
      ServiceConfiguration(host: "::"),
      ServiceConfiguration(host: "127.0.0.1.example.org"), ServiceConfiguration(token: "short"),
      ServiceConfiguration(certificate: URL(filePath: "/certificate.pem")), ServiceConfiguration(port: 70_000),
      ServiceConfiguration(requestsPerSecond: 0), ServiceConfiguration(requestsPerSecond: .nan),
    ] {
      #expect(throws: ServiceError.self) { try configuration.validate() }
    }
  }

  @Test("With a token every request has to bear it, as Bearer or as the password of Basic")
  func tokens() async throws {
    let token = "correct horse battery"
    try await TestService.run(ServiceConfiguration(token: token)) { service, _ in
      #expect(try await service.get("/health").status == 200)
      for wrong in ["", "Bearer", "Bearer correct horse batterY", "Bearer correct", "Basic %", "Basic dGl0ZXI="] {
        let answer = try await service.get("/v1/models", headers: wrong.isEmpty ? [:] : [.authorization: wrong])
        #expect(answer.status == 401)
        #expect(answer.code == "invalid_api_key")
        #expect(answer.headers[.wwwAuthenticate]?.hasPrefix("Basic") == true)
      }
      let basic = Data("anyone:\(token)".utf8).base64EncodedString()
      for right in ["Bearer \(token)", "bearer \(token)", "Basic \(basic)"] {
        #expect(try await service.get("/v1/models", headers: [.authorization: right]).status == 200)
      }
      // The official client of Tinker's API takes no key that does not begin with tml-.
      let name = try #require(HTTPField.Name("X-API-Key"))
      for (key, status) in [(token, 200), ("tml-" + token, 200), ("tml-", 401), ("tml-tml-" + token, 401), ("", 401)] {
        let answer = try await service.get("/api/v1/get_server_capabilities", headers: [name: key])
        #expect(answer.status == status)
        if status != 200 { #expect(answer.json["detail"]?.text?.contains("token") == true) }
      }
      #expect(try await service.get("/").status == 401)
    }
  }

  @Test("A page of somebody else's can neither send nor, by another name for this machine, read")
  func otherPages() async throws {
    try await TestService.run { service, _ in
      let body: JSONValue = ["prompt": "the"]
      for origin in ["https://example.org", "null", "http://localhost.example.org"] {
        let answer = try await service.post("/v1/completions", body, headers: [.origin: origin])
        #expect(answer.status == 403)
      }
      #expect(try await service.post("/v1/completions", body, headers: [.origin: "http://localhost"]).status == 200)
    }
  }

  @Test("Who asks too often is told when to go on, whatever else is wrong with the request")
  func tooOften() async throws {
    let configuration = ServiceConfiguration(token: "correct horse battery", requestsPerSecond: 0.002)
    try await TestService.run(configuration) { service, _ in
      #expect(try await service.get("/v1/models").status == 401)
      let answer = try await service.get("/v1/models")
      #expect(answer.status == 429)
      #expect(answer.code == "too_many_requests")
      let wait = answer.headers[.retryAfter].flatMap { Int($0) } ?? 0
      #expect((1...500).contains(wait))
    }
  }

  @Test("A client has its burst at once, then the steady rate, and others are not touched by it")
  func rates() {
    let limit = RateLimit(rate: 8, burst: 3)
    let start = ContinuousClock.now
    func delay(_ client: String, after milliseconds: Int) -> Duration? {
      limit.delay(of: client, at: start + .milliseconds(milliseconds))
    }
    #expect((0..<5).map { _ in delay("a", after: 0) == nil } == [true, true, true, false, false])
    #expect(delay("a", after: 0) == .milliseconds(125))
    #expect(delay("b", after: 0) == nil)
    #expect(delay("a", after: 124) == .milliseconds(1))
    #expect(delay("a", after: 125) == nil)
    #expect(delay("a", after: 125) == .milliseconds(125))
    // After a silence the burst is back, and no more than it.
    #expect((0..<5).map { _ in delay("a", after: 10_000) == nil } == [true, true, true, false, false])
    // However many others come in between, nobody gets more.
    for other in 0..<3_000 { #expect(delay("client \(other)", after: 10_000) == nil) }
    #expect(delay("a", after: 10_000) == .milliseconds(125))
  }
}
