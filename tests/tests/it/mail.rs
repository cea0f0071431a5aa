//! Mail over SMTP, with a mail server of the test's own.

use serde_json::json;
use server::mail::{MailSettings, SmtpUrl};
use shared::rights::Role;
use tests::server::TestServer;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;

/// Takes one mail per connection, and answers what was said: the envelope and the mail. The first `n_refusals` are put off.
async fn serve(listener: TcpListener, mut n_refusals: usize, mails: mpsc::Sender<String>) {
    loop {
        let (stream, _) = listener.accept().await.unwrap();
        let is_refused = n_refusals > 0;
        n_refusals = n_refusals.saturating_sub(1);
        let mail = converse(stream, is_refused).await;
        if !is_refused && mails.send(mail).await.is_err() {
            return;
        }
    }
}

async fn converse(stream: TcpStream, is_refused: bool) -> String {
    let mut stream = BufReader::new(stream);
    stream.write_all(b"220 prove\r\n").await.unwrap();
    let (mut said, mut is_data) = (String::new(), false);
    loop {
        let start = said.len();
        if stream.read_line(&mut said).await.unwrap_or(0) == 0 {
            return said;
        }
        let answer = match said[start..].trim_end() {
            "." => {
                is_data = false;
                "250 tatt imot"
            }
            _ if is_data => continue,
            "DATA" => {
                is_data = true;
                "354 kom"
            }
            "QUIT" => "221 ha det",
            line if line.starts_with("RCPT") && is_refused => "451 senere",
            _ => "250 ja",
        };
        let answer = format!("{answer}\r\n");
        if stream.write_all(answer.as_bytes()).await.is_err() {
            return said;
        }
    }
}

#[tokio::test]
async fn a_mail_server_that_says_later_is_asked_again() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("smtp://{}", listener.local_addr().unwrap());
    let (sender, mut mails) = mpsc::channel(1);
    let serving = tokio::spawn(serve(listener, 1, sender));
    let settings = MailSettings {
        smtp_url: Some(SmtpUrl::from(url.as_str())),
        from: Some("Samling <samling@fjordvik.example>".into()),
        dir: None,
    };
    let server = TestServer::start_with_mail(settings).await;
    let body = json!({ "email": "ragnhild.solvaer@fjordvik.example" }).to_string();
    let sent = server.http().post("/api/sign-in/request", &[], &body).await;
    assert_eq!(sent.status, 202);
    let mail = mails.recv().await.unwrap();
    for part in [
        "MAIL FROM:<samling@fjordvik.example>",
        "RCPT TO:<ragnhild.solvaer@fjordvik.example>",
        "Content-Type: text/plain; charset=utf-8",
        "/inn/",
    ] {
        assert!(mail.contains(part), "{part}: {mail}");
    }
    let state = "SELECT COUNT(*) FROM mail WHERE state = 'sent'";
    server.database().until_count(state, 1).await;
    assert!(
        server
            .app()
            .mailer
            .folder_letters()
            .await
            .unwrap()
            .is_empty()
    );
    let chair = &server.person(Role::Chair).id;
    let of_chair = format!("SELECT COUNT(*) FROM mail WHERE person_id = '{chair}'");
    assert_eq!(server.database().count(&of_chair).await, 1);
    serving.abort();
}
