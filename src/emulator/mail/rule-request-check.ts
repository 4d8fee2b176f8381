const names = (list: string): string =>
  list
    .split(/\s+/)
    .map((name) => `t:${name}?`)
    .join(' ');

/** What a rule may ask of a message, in the order of the schema: t:RulePredicatesType. */
const conditions = names(
  `Categories ContainsBodyStrings ContainsHeaderStrings ContainsRecipientStrings ContainsSenderStrings ContainsSubjectOrBodyStrings
  ContainsSubjectStrings FlaggedForAction FromAddresses FromConnectedAccounts HasAttachments Importance IsApprovalRequest IsAutomaticForward
  IsAutomaticReply IsEncrypted IsMeetingRequest IsMeetingResponse IsNDR IsPermissionControlled IsReadReceipt IsSigned IsVoicemail ItemClasses
  MessageClassifications NotSentToMe SentCcMe SentOnlyToMe SentToAddresses SentToMe SentToOrCcMe Sensitivity WithinDateRange WithinSizeRange`,
);

/** Order of the children of elements that only requests about rules have; in the notation of request-check. */
export const ruleOrders: Readonly<Record<string, string>> = {
  'm:GetInboxRules': 'm:MailboxSmtpAddress?',
  'm:UpdateInboxRules': 'm:MailboxSmtpAddress? m:RemoveOutlookRuleBlob? m:Operations',
  'm:Operations': 't:CreateRuleOperation|t:SetRuleOperation|t:DeleteRuleOperation+',
  't:CreateRuleOperation': 't:Rule',
  't:SetRuleOperation': 't:Rule',
  't:DeleteRuleOperation': 't:RuleId',
  't:Rule':
    't:RuleId? t:DisplayName t:Priority t:IsEnabled t:IsNotSupported? t:IsInError? t:Conditions? t:Exceptions? t:Actions?',
  't:Conditions': conditions,
  't:Exceptions': conditions,
  't:Actions': names(
    `AssignCategories CopyToFolder Delete ForwardAsAttachmentToRecipients ForwardToRecipients MarkImportance MarkAsRead MoveToFolder
    PermanentDelete RedirectToRecipients SendSMSAlertToRecipients ServerReplyWithMessage StopProcessingRules`,
  ),
  't:MoveToFolder': 't:FolderId|t:DistinguishedFolderId',
  't:CopyToFolder': 't:FolderId|t:DistinguishedFolderId',
  't:WithinDateRange': 't:StartDateTime? t:EndDateTime?',
  't:WithinSizeRange': 't:MinimumSize? t:MaximumSize?',
};

const boolean = /^(?:true|false|1|0)$/;
const integer = /^[+-]?\d{1,10}$/;

/** What values of such elements look like. */
export const ruleValues: Readonly<Record<string, RegExp>> = {
  't:Priority': integer,
  't:IsEnabled': boolean,
  't:MarkImportance': /^(?:Low|Normal|High)$/,
  't:MarkAsRead': boolean,
  't:Delete': boolean,
  't:PermanentDelete': boolean,
  't:StopProcessingRules': boolean,
  't:MinimumSize': integer,
  't:MaximumSize': integer,
  'm:RemoveOutlookRuleBlob': boolean,
};
