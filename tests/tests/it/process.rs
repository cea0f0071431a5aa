//! Stopping, kindly and not, and what `samling demo` says.

use shared::document::assessment::TextKey;
use tests::process::Demo;

#[tokio::test]
async fn asked_to_stop_it_says_so_and_loses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let demo = Demo::start(folder.path()).await;
    let mut chair = demo.dial("chair").join().await;
    for n in 0..50 {
        chair
            .types(&TextKey::Conclusion, &format!("linje {n}. "))
            .await;
    }
    demo.terminate().await;
    assert_eq!(chair.until_closed().await, 1012);
    assert_eq!(demo.end().await, Some(0));

    let demo = Demo::start(folder.path()).await;
    let dial = demo.dial("chair");
    let mut chair = dial.rejoin(chair.local_copy()).await;
    chair.until_stored().await;
    for n in 0..50 {
        assert_eq!(
            chair
                .reads(&TextKey::Conclusion)
                .matches(&format!("linje {n}. "))
                .count(),
            1,
            "{n}"
        );
    }
}

#[tokio::test]
async fn killed_it_still_has_everything_it_confirmed() {
    let folder = tempfile::tempdir().unwrap();
    let demo = Demo::start(folder.path()).await;
    let mut chair = demo.dial("chair").join().await;
    for n in 0..20 {
        chair
            .types(&TextKey::Conclusion, &format!("bekreftet {n}. "))
            .await;
        chair.until_stored().await;
    }
    demo.kill().await;

    let demo = Demo::start(folder.path()).await;
    let late = demo.dial("programme-manager").join().await;
    assert_eq!(
        late.reads(&TextKey::Conclusion),
        chair.reads(&TextKey::Conclusion)
    );
}

#[tokio::test]
async fn the_guide_for_programs_has_its_shape() {
    let folder = tempfile::tempdir().unwrap();
    let demo = Demo::start(folder.path()).await;
    let guide = demo.guide();
    assert_eq!(guide["programme"], "fjordvik");
    assert_eq!(guide["people"].as_array().unwrap().len(), 12);
    let link = guide["people"][0]["sign_in_url"].as_str().unwrap();
    assert!(
        link.starts_with(&format!("{}/inn/", guide["url"].as_str().unwrap())),
        "{link}"
    );
    let open = guide["meetings"]
        .as_array()
        .unwrap()
        .iter()
        .find(|meeting| meeting["id"] == "psv-2026")
        .unwrap();
    assert_eq!(
        (&open["kind"], &open["code"]),
        (&"status-review".into(), &"482173".into())
    );
    assert_eq!(open["documents"][0]["kind"], "assessment");
    assert_eq!(guide["plans"][0]["id"], "handlingsplan-2027");
}
