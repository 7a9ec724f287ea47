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
}
