//! The words of the mails, in the programme's own language form.

pub mod invitation;

use shared::plan::PlanKind;
use shared::programme::LanguageForm;

use crate::store::plans::StoredPlan;

/// What a mail says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    pub subject: String,
    pub text: String,
}

/// What a plan is called in lists and letters, in both language forms.
pub fn plan_title(plan: &StoredPlan) -> String {
    match plan.kind {
        PlanKind::ActionPlan => format!("Handlingsplan {}", plan.year),
        PlanKind::RestructuringPlan => {
            format!("Omstillingsplan {}–{}", plan.year, plan.body.last_year)
        }
    }
}

/// A link and an equal code, as somebody asked for.
pub fn code(
    language: LanguageForm,
    first_name: &str,
    programme_name: &str,
    link: &str,
    code: &str,
) -> Words {
    match language {
        LanguageForm::Nb => Words {
            subject: format!("{code} er koden din til {programme_name}"),
            text: format!(
                "Hei, {first_name}!\n\n\
                 Her er veien inn til {programme_name}. Trykk på lenken på den enheten du vil bruke:\n\n\
                 {link}\n\n\
                 Eller skriv denne koden der du ba om den:\n\n\
                 {code}\n\n\
                 Lenken virker én gang, innen en time. Koden gjelder i ti minutter.\n\n\
                 Var det ikke du som ba om dette? Da kan du bare slette e-posten; ingenting skjer.\n\n\
                 Vennlig hilsen\nSamling\n"
            ),
        },
        LanguageForm::Nn => Words {
            subject: format!("{code} er koden din til {programme_name}"),
            text: format!(
                "Hei, {first_name}!\n\n\
                 Her er vegen inn til {programme_name}. Trykk på lenkja på den eininga du vil bruke:\n\n\
                 {link}\n\n\
                 Eller skriv denne koden der du bad om han:\n\n\
                 {code}\n\n\
                 Lenkja verkar éin gong, innan ein time. Koden gjeld i ti minutt.\n\n\
                 Var det ikkje du som bad om dette? Då kan du berre slette e-posten; ingenting skjer.\n\n\
                 Venleg helsing\nSamling\n"
            ),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_link_comes_first_and_the_code_after() {
        for language in [LanguageForm::Nb, LanguageForm::Nn] {
            let link = "https://samling.example/inn/abc";
            let words = code(language, "Kari", "Fjordvik i omstilling", link, "482173");
            let (before, after) = words.text.split_once(link).unwrap();
            assert!(before.contains("Hei, Kari!") && !before.contains("482173"));
            assert!(after.contains("482173"));
            assert!(!words.text.contains("  "), "no gaps: {}", words.text);
        }
    }
}
