// Every word of the island comes from the page around it, in the language the person has chosen.

export interface Words {
  toolbar: string;
  bold: string;
  bold_short: string;
  italic: string;
  italic_short: string;
  heading: string;
  subheading: string;
  bullets: string;
  numbers: string;
  link: string;
  undo: string;
  comment: string;
  address: string;
  address_wrong: string;
  save: string;
  remove: string;
  cancel: string;
}
